/** One tensor's part of a silhouette: straight from `top` to `bottom`, `width` pixels wide. */
export interface Band {
  readonly top: number
  readonly bottom: number
  readonly width: number
}

const round = (value: number): number => Math.round(value * 100) / 100

/**
 * The outline of a column as an SVG path: straight beside each tensor, with a smooth shoulder from one to the next, closed
 * flat at `start` and `end`. Paths of as many bands have the same commands, so that one can be moved into another.
 */
export function silhouettePath(x: number, start: number, bands: readonly Band[], end: number): string {
  if (bands.length === 0) return ''
  const side = (sign: 1 | -1, list: readonly { y1: number; y2: number; half: number }[]): string =>
    list
      .map(({ y1, y2, half }, i) => {
        const at = round(x + sign * half)
        const before = list[i - 1]
        if (!before) return `${at} ${round(y1)} L ${at} ${round(y2)}`
        const from = round(x + sign * before.half)
        const bend = round((before.y2 + y1) / 2)
        return `C ${from} ${bend} ${at} ${bend} ${at} ${round(y1)} L ${at} ${round(y2)}`
      })
      .join(' ')
  const down = bands.map((band, i) => ({
    y1: i === 0 ? start : band.top,
    y2: i === bands.length - 1 ? end : band.bottom,
    half: band.width / 2,
  }))
  const up = down.map(({ y1, y2, half }) => ({ y1: y2, y2: y1, half })).reverse()
  return `M ${side(1, down)} L ${side(-1, up)} Z`
}
