/** Curves over a common axis: what the plots of losses draw, on the screen and in a figure. */
import { formatCount } from '../ui/numbers.ts'

/** One curve, thinned to what can be seen. */
export interface Curve {
  readonly id: string
  readonly name: string
  /** The value at each place of `Comparison.xs`: null where there is a gap, undefined where the curve goes on without a point. */
  readonly losses: readonly (number | null | undefined)[]
  /** What was measured apart, at places on the same axis. */
  readonly tests: readonly { readonly x: number; readonly loss: number }[]
}

/** A level that curves are held against, such as PCA's error, and where one went below it. */
export interface Level {
  readonly name: string
  readonly value: number
  readonly crossedAt?: number | undefined
}

/** What the places along an axis count. */
export type XUnit = 'steps' | 'epochs' | 's' | 'min' | 'h'

/** Curves over common places. */
export interface Comparison {
  /** Steps that each point is the mean of, at the most. */
  readonly width: number
  /** The middle of each of these stretches, in `unit`. */
  readonly xs: readonly number[]
  /** Where the axis ends, in `unit`; it begins at 0. */
  readonly end: number
  readonly unit: XUnit
  /** What the losses are called, each once: with more than one they cannot be compared. */
  readonly lossNames: readonly string[]
  readonly curves: readonly Curve[]
  readonly level?: Level
}

/** The least and the largest loss that is drawn, with a little room around them. */
export function rangeOf(
  { curves, level }: { readonly curves: readonly Pick<Curve, 'losses' | 'tests'>[]; readonly level?: Level },
  isLog: boolean,
): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0]
  const look = (loss: number | null | undefined) => {
    if (loss == null || !Number.isFinite(loss) || (isLog && loss <= 0)) return
    low = Math.min(low, loss)
    high = Math.max(high, loss)
  }
  for (const { losses, tests } of curves) {
    for (const loss of losses) look(loss)
    for (const { loss } of tests) look(loss)
  }
  look(level?.value)
  if (high === 0) return isLog ? [0.01, 1] : [0, 1]
  if (!isLog) return [0, high * 1.05]
  const floor = Math.max(low, high * 1e-6)
  return [floor * 0.85, Math.max(high * 1.15, floor * 1.5)]
}

/** What stands at the axis of losses: "MSE", or "loss" where the runs have different ones. */
export const axisName = ({ lossNames }: Comparison): string =>
  lossNames.length === 1 ? lossNames[0]! : 'loss'

/** What has to be said about the curves; undefined where nothing has. */
export function comparisonNote({ width, lossNames, unit }: Comparison): string | undefined {
  const isTime = unit !== 'steps' && unit !== 'epochs'
  const parts = [
    ...(width > 1 ? [`each point is the mean of ${unit === 'steps' ? '' : 'up to '}${width} steps`] : []),
    ...(isTime ? ['each run at its mean speed'] : []),
    ...(lossNames.length > 1 ? [`${lossNames.join(' and ')} do not measure the same`] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** A place on the axis in words: "step 1,200", "epoch 1.25", "3.4 min". */
export function formatPlace(x: number, unit: XUnit): string {
  if (unit === 'steps') return `step ${formatCount(Math.round(x))}`
  const number = x < 100 ? String(Number(x.toPrecision(3))) : formatCount(x)
  return unit === 'epochs' ? `epoch ${number}` : `${number} ${unit}`
}

const lineColours = ['accent', 'decoder', 'code', 'risk', 'encoder', 'error'] as const

/** How the curve at this place is drawn: a token of the theme, and dashes from the seventh on. */
export const lookOf = (index: number): { readonly token: string; readonly dash: readonly number[] } => ({
  token: lineColours[index % lineColours.length]!,
  dash: index < lineColours.length ? [] : [5, 3],
})

/** As many of the marks as stand at least so far apart, in pixels, the last one in any case. */
export function apart<Mark>(marks: readonly Mark[], placeOf: (mark: Mark) => number, least: number): Mark[] {
  const kept: Mark[] = []
  let next = Number.POSITIVE_INFINITY
  for (const mark of marks.toReversed()) {
    const place = placeOf(mark)
    if (next - place < least) continue
    kept.unshift(mark)
    next = place
  }
  return kept
}
