import { describe, expect, test } from 'vitest'
import type { Plan } from '../../src/compile/plan.ts'
import { defaultTraining } from '../../src/graph/document.ts'
import { createCheckpointKeeper, isSound } from '../../src/training/checkpoint.ts'
import type { Checkpoint, TrainRequest } from '../../src/training/protocol.ts'
import { chain, input, planOf } from '../builders.ts'
import { tinyPlan } from './digits.ts'
import { lossesOf, openService } from './open.ts'

const settings = { ...defaultTraining, batchSize: 8, epochs: 4, learningRate: 0.01 }
const request = (plan: Plan, more: Partial<TrainRequest> = {}): { type: 'train' } & TrainRequest => ({
  ...{ type: 'train', plan, settings, backend: 'cpu' },
  ...more,
})
const every = (checkpointEvery: number) => ({ settings: { ...settings, checkpointEvery } })

/** Layers that draw in training, and weights that are not trained: running statistics. */
const drawing = (): Plan =>
  planOf(
    chain(
      input(1, 6, 6),
      ['GaussianNoise', { stddev: 0.1 }],
      ['Conv2d', { outChannels: 4, kernelSize: 3, stride: 3 }],
      ['BatchNorm2d'],
      ['PReLU'],
      ['Dropout', { p: 0.3 }],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 3 }],
    ),
  )

describe('checkpoints', () => {
  test('are taken every N steps exactly, at the start, at the ends of epochs and at the end', async () => {
    const { run, all } = openService()
    await run(request(tinyPlan(), every(5)))
    // 20 images in batches of 8: epochs of 3 steps.
    expect(all('checkpoint').map(({ step }) => step)).toEqual([0, 3, 5, 6, 9, 10, 12])
    expect(all('finished')).toMatchObject([{ step: 12, reason: 'done' }])
  })

  test('a run that goes on from any of them loses nothing: same losses, same weights', async () => {
    for (const plan of [tinyPlan(), drawing()]) {
      const whole = openService()
      await whole.run(request(plan, every(4)))
      const last = whole.all('checkpoint').at(-1)!
      for (const step of [0, 4, 6, 8]) {
        const checkpoint = whole.all('checkpoint').find(report => report.step === step)!
        const { type: _, ...from } = structuredClone(checkpoint)
        const later = openService()
        await later.run(request(plan, { from }))
        expect(lossesOf(later.reports)).toEqual(lossesOf(whole.reports).slice(step))
        const end = later.all('checkpoint').at(-1)!
        expect([end.step, end.weights, end.optimizer]).toEqual([12, last.weights, last.optimizer])
        expect(end.seconds).toBeGreaterThan(from.seconds)
        expect(later.all('evaluated').at(-1)).toEqual(whole.all('evaluated').at(-1))
      }
    }
  })

  test('in a pause there is one of the very step', async () => {
    const { serve, next, reports } = openService()
    serve(request(tinyPlan(), { settings: { ...defaultTraining, batchSize: 8, epochs: 10_000 } }))
    await next('progress')
    serve({ type: 'pause' })
    const { step } = await next('paused')
    expect(reports.at(-2)).toMatchObject({ type: 'checkpoint', step })
    serve({ type: 'stop' })
    await next('finished')
  })

  test('one of another network is refused with the weight at fault', async () => {
    const small = openService()
    await small.run(request(tinyPlan(), { steps: 1 }))
    const from = small.all('checkpoint').at(-1) as Checkpoint
    const other = openService()
    await other.run(request(drawing(), { from }))
    expect(other.all('failed')[0]?.message).toContain('The weight')
  })

  test('none is kept that holds no numbers, or nothing but zeros', () => {
    const of = (...values: number[]): Checkpoint => ({
      step: 1,
      seconds: 0,
      weights: { a: { shape: [values.length], values: Float32Array.from(values) } },
      optimizer: { step: Float32Array.of(1) },
    })
    expect([of(0, 0.5), of(0, 0), of(1, Number.NaN), of(Number.POSITIVE_INFINITY)].map(isSound)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('reading them holds no step up', async () => {
    let arrive: () => void = () => {}
    const kept: number[] = []
    const stepper = {
      weights: () =>
        new Promise<Checkpoint['weights']>(resolve => {
          arrive = () => resolve({ a: { shape: [1], values: Float32Array.of(1) } })
        }),
      optimizerState: async () => ({ step: Float32Array.of(1) }),
    } as unknown as Parameters<typeof createCheckpointKeeper>[0]
    const keeper = createCheckpointKeeper(
      stepper,
      { everySteps: 2 },
      () => 1,
      ({ step }) => kept.push(step),
    )
    expect([0, 1, 2].map(step => keeper.stepsLeft(step))).toEqual([2, 1, 2])
    keeper.offer(1, false)
    keeper.offer(2, false)
    expect(kept).toEqual([])
    const settled = keeper.settle(2)
    arrive()
    await settled
    expect(kept).toEqual([2])
  })
})
