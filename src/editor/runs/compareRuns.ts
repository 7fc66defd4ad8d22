import type { Comparison, Curve, XUnit } from '../chart/comparison.ts'
import type { RunSummary } from './runRecord.ts'

/** A run whose curve is drawn beside others. */
export interface ComparedRun {
  readonly run: Pick<RunSummary, 'id' | 'name' | 'step' | 'seconds' | 'evaluations'> & {
    readonly facts: Pick<RunSummary['facts'], 'lossName' | 'stepsPerEpoch'>
  }
  /** The loss of each step from the first one on. */
  readonly losses: ArrayLike<number>
}

/** What runs can be compared over. */
export const axisChoices = ['steps', 'epochs', 'time'] as const
export type AxisChoice = (typeof axisChoices)[number]

/** More points than this no plot of ours can show side by side. */
const mostPoints = 1500

/** The curves of several runs over the same axis; where there are many steps, each point is a mean of several. */
export function compareRuns(runs: readonly ComparedRun[], choice: AxisChoice = 'steps'): Comparison {
  const unit = unitOf(runs, choice)
  const sizes = runs.map(({ run }) => sizeOfStep(run, unit))
  const end = Math.max(0, ...runs.map(({ losses }, i) => losses.length * sizes[i]!))
  const finest = Math.min(...sizes)
  const count = end === 0 ? 0 : Math.round(end / finest)
  const width = Math.max(1, Math.ceil(count / mostPoints))
  const places = Math.ceil(count / width)
  const curves = runs.map(({ run, losses }, i): Curve => {
    const size = sizes[i]!
    return {
      id: run.id,
      name: run.name,
      losses: meansOf(losses, size / (width * finest), places),
      tests: run.evaluations.map(({ step, testLoss }) => ({ x: step * size, loss: testLoss })),
    }
  })
  return {
    ...{ width, unit, end, curves },
    xs: Array.from({ length: places }, (_, i) => (i * width + (width + 1) / 2) * finest),
    lossNames: [...new Set(runs.map(({ run }) => run.facts.lossName))],
  }
}

/** The mean of the losses in each stretch; `share` is the part of one that a step takes. */
function meansOf(losses: ArrayLike<number>, share: number, places: number): Curve['losses'] {
  const sums = new Float64Array(places)
  const counts = new Uint32Array(places)
  const means: (number | null | undefined)[] = new Array(places).fill(undefined)
  // A little less, so that a step on the border of two stretches is not moved by rounding.
  const placeOf = (step: number) => Math.min(places - 1, Math.max(0, Math.ceil(step * share - 1e-6) - 1))
  for (let i = 0; i < losses.length; i++) {
    const place = placeOf(i + 1)
    means[place] ??= null
    if (!Number.isFinite(losses[i])) continue
    sums[place]! += losses[i]!
    counts[place]!++
    means[place] = sums[place]! / counts[place]!
  }
  return means.fill(null, losses.length === 0 ? 0 : placeOf(losses.length) + 1)
}

/** How far one step of a run goes along the axis. */
function sizeOfStep({ facts, step, seconds }: ComparedRun['run'], unit: XUnit): number {
  if (unit === 'steps') return 1
  if (unit === 'epochs') return 1 / facts.stepsPerEpoch
  const perStep = step > 0 && seconds > 0 ? seconds / step : 1e-3
  return perStep / inSeconds[unit]
}

const inSeconds = { s: 1, min: 60, h: 3600 } as const

/** Time is told in the unit in which the longest run has a number that can be read. */
function unitOf(runs: readonly ComparedRun[], choice: AxisChoice): XUnit {
  if (choice !== 'time') return choice
  const longest = Math.max(0, ...runs.map(({ run }) => run.seconds))
  return longest < 180 ? 's' : longest < 3 * 3600 ? 'min' : 'h'
}
