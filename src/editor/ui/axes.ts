/** Where too few round numbers lie in the range of a logarithmic axis, even steps say more. */
export function yAxisSplits(min: number, max: number, isLog: boolean): number[] {
  const splits = isLog ? logSplits(min, max) : []
  return splits.length > 2 ? splits : linearSplits(min, max)
}

/** Round numbers of a logarithmic axis, as many as can be read. */
function logSplits(min: number, max: number): number[] {
  const decades = Math.log10(max / min)
  const steps = decades > 4 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 7]
  const splits: number[] = []
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(3))
      if (value >= min && value <= max) splits.push(value)
    }
  }
  return splits
}

/** Round numbers of a linear axis, about five of them. */
export function linearSplits(min: number, max: number): number[] {
  const raw = (max - min) / 4
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= raw) ?? 10)
  const splits: number[] = []
  for (let value = Math.ceil(min / step) * step; value <= max + step * 1e-9; value += step) {
    splits.push(Number(value.toPrecision(6)))
  }
  return splits
}

/** A round number at an axis. */
export const formatTick = (value: number): string =>
  value === 0 ? '0' : value < 0.0005 ? value.toExponential(0).replace('-', '−') : String(value)
