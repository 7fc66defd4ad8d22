import type { RunSummary } from './runRecord.ts'

/** A run whose curve is drawn beside others. */
export interface ComparedRun {
  readonly run: RunSummary
  readonly losses: ArrayLike<number>
}

/** One curve, thinned to what can be seen. */
export interface Curve {
  readonly id: string
  readonly name: string
  /** The loss at each place of `Comparison.steps`; null where the run has none. */
  readonly losses: readonly (number | null)[]
  readonly tests: readonly { readonly step: number; readonly loss: number }[]
}

/** Curves over common steps. */
export interface Comparison {
  /** Steps that each point is the mean of. */
  readonly width: number
  /** The middle of each of these stretches. */
  readonly steps: readonly number[]
  readonly lastStep: number
  /** What the losses are called, each once: with more than one they cannot be compared. */
  readonly lossNames: readonly string[]
  readonly curves: readonly Curve[]
}

/** More points than this no plot of ours can show side by side. */
const mostPoints = 1500

/** The curves of several runs over the same steps; where there are many, each point is a mean of several. */
export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  const lastStep = Math.max(0, ...runs.map(({ losses }) => losses.length))
  const width = Math.max(1, Math.ceil(lastStep / mostPoints))
  const points = Math.ceil(lastStep / width)
  return {
    width,
    lastStep,
    steps: Array.from({ length: points }, (_, i) => i * width + (width + 1) / 2),
    lossNames: [...new Set(runs.map(({ run }) => run.facts.lossName))],
    curves: runs.map(({ run, losses }) => ({
      id: run.id,
      name: run.name,
      losses: Array.from({ length: points }, (_, i) => meanOf(losses, i * width, (i + 1) * width)),
      tests: run.evaluations.map(({ step, testLoss }) => ({ step, loss: testLoss })),
    })),
  }
}

function meanOf(losses: ArrayLike<number>, from: number, to: number): number | null {
  let sum = 0
  let count = 0
  for (let i = from; i < Math.min(to, losses.length); i++) {
    if (!Number.isFinite(losses[i])) continue
    sum += losses[i]!
    count++
  }
  return count === 0 ? null : sum / count
}

/** The least and the largest loss that is drawn, with a little room around them. */
export function rangeOf({ curves }: Comparison, isLog: boolean): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0]
  for (const { losses, tests } of curves) {
    for (const loss of [...losses, ...tests.map(test => test.loss)]) {
      if (loss === null || !Number.isFinite(loss) || (isLog && loss <= 0)) continue
      low = Math.min(low, loss)
      high = Math.max(high, loss)
    }
  }
  if (high === 0) return isLog ? [0.01, 1] : [0, 1]
  return isLog ? [low * 0.85, Math.max(high * 1.15, low * 1.5)] : [0, high * 1.05]
}

/** What stands at the axis of losses: "MSE", or "loss" where the runs have different ones. */
export const axisName = ({ lossNames }: Comparison): string =>
  lossNames.length === 1 ? lossNames[0]! : 'loss'

/** What has to be said about the curves; undefined where nothing has. */
export function comparisonNote({ width, lossNames }: Comparison): string | undefined {
  const parts = [
    ...(width > 1 ? [`each point is the mean of ${width} steps`] : []),
    ...(lossNames.length > 1 ? [`${lossNames.join(' and ')} do not measure the same`] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : undefined
}

const lineColours = ['accent', 'decoder', 'code', 'risk', 'encoder', 'error'] as const

/** How the curve at this place is drawn: a token of the theme, and dashes from the seventh on. */
export const lookOf = (index: number): { readonly token: string; readonly dash: readonly number[] } => ({
  token: lineColours[index % lineColours.length]!,
  dash: index < lineColours.length ? [] : [5, 3],
})
