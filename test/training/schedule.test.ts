import { describe, expect, test } from 'vitest'
import { defaultTraining, type TrainingSettings } from '../../src/graph/document.ts'
import { fullTraining } from '../../src/graph/training.ts'
import { createEarlyStopping } from '../../src/training/earlyStopping.ts'
import { isConstant, rateAt } from '../../src/training/schedule.ts'

const settings = (partial: Partial<TrainingSettings>) =>
  fullTraining({ ...defaultTraining, learningRate: 0.1, ...partial })

/** The rates of all steps of a run with 4 steps an epoch. */
const ratesOf = (partial: Partial<TrainingSettings>, total: number): number[] =>
  Array.from({ length: total }, (_, step) => rateAt(settings(partial), step, total, 4))

const expectClose = (found: readonly number[], wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 12)
}

/** torch's CosineAnnealingLR as its `get_lr` computes it: each rate from the one before. */
function chained(base: number, etaMin: number, tMax: number): number[] {
  const rates = [base]
  for (let t = 1; t < tMax; t++) {
    const shares = [t, t - 1].map(at => 1 + Math.cos((Math.PI * at) / tMax))
    rates.push((shares[0]! / shares[1]!) * (rates.at(-1)! - etaMin) + etaMin)
  }
  return rates
}

describe('the learning rate', () => {
  test('is the same all the time without a schedule', () => {
    expect(ratesOf({}, 5)).toEqual(Array(5).fill(0.1))
    expect(isConstant(settings({}))).toBe(true)
  })

  test('falls by gamma after every stepSize epochs with StepLR', () => {
    const rates = ratesOf({ schedule: 'StepLR', stepSize: 2, gamma: 0.5 }, 20)
    expectClose(rates, [...Array(8).fill(0.1), ...Array(8).fill(0.05), ...Array(4).fill(0.025)])
  })

  test('falls to etaMin at the end of the run as CosineAnnealingLR has it', () => {
    expectClose(ratesOf({ schedule: 'CosineAnnealingLR', etaMin: 0.01 }, 9), chained(0.1, 0.01, 9))
    const end = rateAt(settings({ schedule: 'CosineAnnealingLR', etaMin: 0.01 }), 9, 9, 4)
    expect(end).toBeCloseTo(0.01, 12)
  })

  test('rises from a third in the warm-up, as LinearLR has it, and then goes its way', () => {
    expectClose(
      ratesOf({ warmupSteps: 4 }, 6),
      [1 / 3, 1 / 2, 2 / 3, 5 / 6, 1, 1].map(share => 0.1 * share),
    )
    const cosine = ratesOf({ schedule: 'CosineAnnealingLR', warmupSteps: 4 }, 12)
    expectClose(cosine.slice(4), chained(0.1, 0, 8))
    expect(isConstant(settings({ warmupSteps: 4 }))).toBe(false)
  })

  test('stays a number where the warm-up is longer than the run', () => {
    for (const schedule of ['constant', 'StepLR', 'CosineAnnealingLR'] as const) {
      expect(ratesOf({ schedule, warmupSteps: 100 }, 8).every(rate => rate > 0 && rate <= 0.1)).toBe(true)
    }
  })
})

describe('early stopping', () => {
  test('ends a run when no test loss has been lower for as long as its patience', () => {
    const stopping = createEarlyStopping(2, 10)
    const losses = [0.5, 0.4, 0.41, 0.39, 0.39, 0.4]
    expect(losses.map((loss, i) => stopping.add(10 * (i + 1), loss))).toEqual([...Array(5).fill(false), true])
    expect(stopping.bestAt(60)).toEqual({ step: 40, loss: 0.39 })
    expect(stopping.bestAt(30)).toEqual({ step: 20, loss: 0.4 })
    expect(stopping.bestAt(5)).toBeUndefined()
  })

  test('goes on counting from the best of an earlier part, and never ends without patience', () => {
    expect(createEarlyStopping(2, 10, { step: 10, loss: 0.1 }).add(30, 0.2)).toBe(true)
    const patient = createEarlyStopping(null, 10, { step: 10, loss: 0.1 })
    expect(patient.add(10_000, 0.2)).toBe(false)
  })
})
