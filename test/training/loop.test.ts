import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultTraining, type TrainingSettings } from '../../src/graph/document.ts'
import { fullTraining } from '../../src/graph/training.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { createTrainingLoop, type LoopOptions, type LoopReport } from '../../src/training/loop.ts'
import { createLossWatch } from '../../src/training/lossWatch.ts'
import { epochOrder } from '../../src/training/order.ts'
import { rateAt } from '../../src/training/schedule.ts'
import { createSpeedometer } from '../../src/training/speedometer.ts'
import type { Stepper } from '../../src/training/stepper.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { striped, tinyPlan } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const data = striped(20, 12)
const settings = { batchSize: 8, epochs: 2, seed: 3 }

function create(): Stepper {
  const plan = tinyPlan()
  return createTfjsStepper(plan, initialWeights(plan, 0), data, { learningRate: 0.01 })
}

/** Runs a loop to its end; `onReport` may steer it. */
async function run(
  options: Partial<LoopOptions> = {},
  stepper: Stepper = create(),
  onReport: (report: LoopReport, loop: ReturnType<typeof createTrainingLoop>) => void = () => {},
) {
  const reports: LoopReport[] = []
  const loop = createTrainingLoop(stepper, data, { settings, ...options }, report => {
    reports.push(report)
    onReport(report, loop)
  })
  const outcome = await loop.run()
  return { reports, outcome, losses: lossesOf(reports), stepper }
}

const lossesOf = (reports: readonly LoopReport[]) =>
  reports.flatMap(report => (report.type === 'progress' ? report.losses : []))
const ofType = <T extends LoopReport['type']>(reports: readonly LoopReport[], type: T) =>
  reports.filter((report): report is Extract<LoopReport, { type: T }> => report.type === type)

describe('the training loop', () => {
  test('trains every image once an epoch, the smaller last batch included, and evaluates behind each', async () => {
    const taken: number[][] = []
    const stepper = create()
    const watched = {
      ...stepper,
      step(indices: Int32Array) {
        taken.push([...indices])
        stepper.step(indices)
      },
    }
    const { reports, outcome } = await run({}, watched)
    expect(taken.map(indices => indices.length)).toEqual([8, 8, 4, 8, 8, 4])
    expect(
      taken
        .slice(0, 3)
        .flat()
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(ofType(reports, 'evaluated').map(({ step, epoch }) => [step, epoch])).toEqual([
      [3, 1],
      [6, 2],
    ])
    const last = ofType(reports, 'evaluated').at(-1)!
    expect(last.testMse).toBeCloseTo((await stepper.evaluate('test', 0, 12)).loss, 6)
    expect(outcome).toMatchObject({ step: 6, reason: 'done', test: { testMse: last.testMse } })
    expect(reports.at(-1)).toMatchObject({ type: 'finished', step: 6, reason: 'done' })
    expect(outcome.secondsPerStep).toBeGreaterThan(0)
  })

  test('gives the same losses for the same seed, others for another', async () => {
    const [one, same, other] = [await run(), await run(), await run({ settings: { ...settings, seed: 4 } })]
    expect(one.losses).toHaveLength(6)
    expect(same.losses).toEqual(one.losses)
    expect(other.losses).not.toEqual(one.losses)
  })

  test('goes on in the middle of an epoch as if it had not been interrupted', async () => {
    const whole = await run()
    const first = await run({ steps: 4 })
    const second = await run({ startStep: 4 }, first.stepper)
    expect([...first.losses, ...second.losses]).toEqual(whole.losses)
    expect(ofType(second.reports, 'progress').at(-1)).toMatchObject({ step: 6, epoch: 2 })
    expect(ofType(first.reports, 'evaluated').map(({ step }) => step)).toEqual([3, 4])
  })

  test('sets the rate of each step by the schedule, also where it goes on, and reports it', async () => {
    const scheduled: TrainingSettings = {
      ...{ ...defaultTraining, ...settings, learningRate: 0.1 },
      ...{ schedule: 'CosineAnnealingLR', warmupSteps: 1 },
    }
    const rates: number[] = []
    const recording = (stepper: Stepper): Stepper => ({
      ...stepper,
      setLearningRate(rate) {
        rates.push(rate)
        stepper.setLearningRate(rate)
      },
    })
    const whole = await run({ settings: scheduled }, recording(create()))
    const full = fullTraining(scheduled)
    expect(rates).toEqual([0, 1, 2, 3, 4, 5].map(step => rateAt(full, step, 6, 3)))
    expect(ofType(whole.reports, 'progress').at(-1)).toMatchObject({ learningRate: rates.at(-1) })
    const stepper = create()
    const first = await run({ settings: scheduled }, stepper, (report, loop) => {
      if (report.type === 'progress') loop.stop()
    })
    const second = await run({ settings: scheduled, startStep: first.outcome.step }, stepper)
    expect([...first.losses, ...second.losses]).toEqual(whole.losses)
  })

  test('ends when the test loss has not fallen for as long as its patience, also where it goes on', async () => {
    const patient = { ...settings, epochs: 50, patience: 2 }
    const stuck = () => ({ ...create(), evaluate: async () => ({ loss: 0.5 }) })
    const { reports, outcome } = await run({ settings: patient }, stuck())
    expect(outcome).toMatchObject({ step: 9, reason: 'done' })
    expect(reports.at(-1)).toMatchObject({
      type: 'finished',
      early: 'The test loss has not fallen since epoch 1.',
    })
    const options = { settings: patient, startStep: 6, best: { step: 3, loss: 0.4 } }
    expect((await run(options, stuck())).outcome.step).toBe(9)
    const kept = await run({ settings: patient, checkpoints: { everySteps: 3 } }, stuck())
    expect(ofType(kept.reports, 'checkpoint').at(-1)).toMatchObject({ best: { step: 3, loss: 0.5 } })
  })

  test('shows the first test digit of each class and more of the first ones at once, and again at the end', async () => {
    const { reports } = await run()
    const samples = ofType(reports, 'samples')
    expect(reports[0]!.type).toBe('samples')
    expect([samples[0]!.step, samples.at(-1)!.step]).toEqual([0, 6])
    expect(samples[0]).toMatchObject({ count: 10, shape: [1, 6, 6], labels: [0, 1, 2, 3, 4, 5, 0, 1, 2, 3] })
    expect(samples[0]!.originals).toEqual(data.test.pixels.slice(0, 10 * 36))
    expect(samples[0]!.reconstructions).toHaveLength(10 * 36)
    expect(samples.at(-1)!.reconstructions).not.toEqual(samples[0]!.reconstructions)
  })

  test('pauses and resumes without losing a step', async () => {
    const whole = await run()
    const { reports, losses } = await run({}, create(), (report, loop) => {
      if (report.type === 'progress' && report.step < 3) loop.pause()
      if (report.type === 'paused') setTimeout(() => loop.resume(), 5)
    })
    expect(losses).toEqual(whole.losses)
    const types = reports.map(report => report.type).filter(type => type !== 'samples' && type !== 'progress')
    expect(types.slice(0, 2)).toEqual(['paused', 'resumed'])
  })

  test('stops between two steps, also while it is paused', async () => {
    const stopped = await run({ settings: { ...settings, epochs: 1000 } }, create(), (report, loop) => {
      if (report.type === 'progress') loop.pause()
      if (report.type === 'paused') setTimeout(() => loop.stop(), 5)
    })
    expect(stopped.outcome.reason).toBe('stopped')
    expect(stopped.reports.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped' })
    expect(stopped.outcome.step).toBeLessThan(3000)
  })

  test('fails with a sentence where the loss is no number, and where the device fails', async () => {
    const stepper = create()
    const broken = await run(
      {},
      { ...stepper, losses: async () => (await stepper.losses()).map(() => Number.NaN) },
    )
    expect(broken.outcome.reason).toBe('failed')
    expect(broken.reports.at(-1)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('no longer a number at step 1: train with a lower learning rate'),
    })
    const lost = await run(
      {},
      { ...create(), losses: () => Promise.reject(new Error('The device was lost.')) },
    )
    expect(lost.reports.at(-1)).toEqual({ type: 'failed', message: 'The device was lost.' })
  })
})

describe('the order of an epoch', () => {
  test('is a permutation that depends on seed and epoch', () => {
    const order = epochOrder(1000, 7, 2)
    expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(epochOrder(1000, 7, 2)).toEqual(order)
    expect(epochOrder(1000, 7, 3)).not.toEqual(order)
    expect(epochOrder(1000, 8, 2)).not.toEqual(order)
  })
})

describe('the watch over losses', () => {
  test('is silent while the loss moves', () => {
    const watch = createLossWatch()
    expect(watch([0.3, 0.3, 0.2], 3)).toBeUndefined()
    expect(watch([0.2, 0.25], 5)).toBeUndefined()
  })

  test('lets a loss become 0 that was next to it: a cross-entropy of few images can be learned wholly', () => {
    const watch = createLossWatch()
    expect(watch([0.4, 0.01, 2e-5, 1e-7, 0], 5)).toBeUndefined()
    expect(watch(Array(100).fill(0), 105)).toBeUndefined()
    expect(watch([0.3, 0], 107)).toContain('The loss is exactly 0 at step 107')
  })

  test('lets a loss come to rest where every step has the same images, unless it never moved', () => {
    const rest = Array(40).fill(0.01)
    expect(createLossWatch(true)([0.3, ...rest], 41)).toBeUndefined()
    expect(createLossWatch(true)(rest, 40)).toContain('exactly 0.01 for 25 steps')
    expect(createLossWatch()([0.3, ...rest], 41)).toContain('exactly 0.01 for 25 steps')
  })

  test('names the step at which the loss became exactly 0, or stood still', () => {
    expect(createLossWatch()([0.1, 0], 8)).toContain('The loss is exactly 0 at step 8')
    expect(createLossWatch()([0], 1)).toContain('The loss is exactly 0 at step 1')
    const watch = createLossWatch()
    expect(watch(Array(20).fill(0.1), 20)).toBeUndefined()
    expect(watch(Array(10).fill(0.1), 30)).toContain('exactly 0.1 for 25 steps up to step 25')
  })
})

describe('the speedometer', () => {
  test('forgets what is long past in the current speed, and nothing in the mean', () => {
    const speed = createSpeedometer()
    expect([speed.stepsPerSecond, speed.secondsPerStep, speed.stepsIn(100)]).toEqual([0, 0, 1])
    speed.add(1, 6000)
    for (let i = 0; i < 10; i++) speed.add(50, 1000)
    expect(speed.stepsPerSecond).toBeCloseTo(50)
    expect(speed.secondsPerStep).toBeCloseTo(16 / 501)
    expect(speed.stepsIn(100)).toBe(5)
  })
})
