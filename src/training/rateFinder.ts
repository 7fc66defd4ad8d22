/**
 * The learning-rate range test (Smith, Cyclical Learning Rates for Training Neural Networks, arXiv:1506.01186, section
 * 3.3): a few steps whose rate grows exponentially, and the rate at which the loss falls most steeply.
 */
import type { Stepper } from './stepper.ts'

/** One step of the test: the rate that it was taken with, and the smoothed loss that it began with. */
export interface RatePoint {
  readonly rate: number
  readonly loss: number
}

/** What the test found. */
export interface RateTest {
  readonly points: readonly RatePoint[]
  /** Where the loss falls most steeply; absent where it does not fall. */
  readonly suggestion?: number
  /** True where the loss grew so much that larger rates were not tried. */
  readonly hasDiverged: boolean
}

export interface RateTestOptions {
  /** The first rate and the last. */
  readonly from: number
  readonly to: number
  readonly steps: number
}

/** Six decades; every usual rate lies between them. */
export const usualRates: RateTestOptions = { from: 1e-6, to: 1, steps: 120 }

/** The rate of a step, from 0. */
export const testedRate = ({ from, to, steps }: RateTestOptions, step: number): number =>
  from * (to / from) ** (step / Math.max(1, steps - 1))

/** How much of the running mean of losses each step keeps. */
const smoothing = 0.85
/** A smoothed loss so many times the lowest is no noise. */
const divergence = 4
/** Points on either side that a slope is taken over, and points at the start whose mean is still noise. */
const [reach, settling] = [4, 8] as const

/** The losses of a test as they come in. */
export interface RateCurve {
  /** Notes the loss of the next rate; false once larger rates are not worth trying. */
  add(rate: number, loss: number): boolean
  result(): RateTest
}

export function createRateCurve(): RateCurve {
  const points: RatePoint[] = []
  let mean = 0
  let lowest = Number.POSITIVE_INFINITY
  let hasDiverged = false
  return {
    add(rate, loss) {
      mean = smoothing * mean + (1 - smoothing) * loss
      // The mean began at 0; the divisor takes that out, as in Adam.
      const smooth = mean / (1 - smoothing ** (points.length + 1))
      if (Number.isFinite(smooth)) points.push({ rate, loss: smooth })
      if (points.length >= settling) lowest = Math.min(lowest, smooth)
      hasDiverged = !Number.isFinite(smooth) || smooth > divergence * lowest
      return !hasDiverged
    },
    result() {
      const suggestion = steepest(points)
      return { points, ...(suggestion !== undefined && { suggestion }), hasDiverged }
    },
  }
}

/** The rate of the steepest descent over the logarithm of the rate, up to the lowest loss, with two digits. */
export function steepest(points: readonly RatePoint[]): number | undefined {
  const lowest = points.reduce((best, { loss }, i) => (loss < points[best]!.loss ? i : best), 0)
  let found: { readonly rate: number; readonly slope: number } | undefined
  for (let i = settling; i <= lowest; i++) {
    const [before, after] = [points[i - reach], points[Math.min(i + reach, points.length - 1)]]
    if (!before || !after) continue
    const slope = (after.loss - before.loss) / Math.log(after.rate / before.rate)
    if (slope < (found?.slope ?? 0)) found = { rate: points[i]!.rate, slope }
  }
  return found && Number(found.rate.toPrecision(2))
}

/**
 * Takes the steps of a test with a stepper that is used for nothing else. `batchOf` gives the images of a step; between
 * two steps `pace` is told the share that is done, and may throw to end the test.
 */
export async function findRate(
  stepper: Stepper,
  batchOf: (step: number) => Int32Array,
  options: RateTestOptions,
  pace: (done: number) => Promise<void>,
): Promise<RateTest> {
  const curve = createRateCurve()
  for (let step = 0; step < options.steps; step++) {
    const rate = testedRate(options, step)
    stepper.setLearningRate(rate)
    stepper.step(batchOf(step))
    const [loss = Number.NaN] = await stepper.losses()
    if (!curve.add(rate, loss)) break
    await pace((step + 1) / options.steps)
  }
  return curve.result()
}
