import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import type { TrainingRequest } from '../../src/training/protocol.ts'
import type { Dataset } from '../../src/training/stepper.ts'
import { chain, input, planOf } from '../builders.ts'
import { striped, tinyPlan } from './digits.ts'
import { openService } from './open.ts'

const request = (more: object = {}): TrainingRequest => ({
  type: 'train',
  plan: tinyPlan(),
  settings: { ...defaultTraining, batchSize: 8, epochs: 2 },
  backend: 'cpu',
  ...more,
})

const open = (loadDataset = async (): Promise<Dataset> => striped(20, 12)) => openService({ loadDataset })

describe('the training service', () => {
  test('says what it prepares, trains, and hands out the weights afterwards', async () => {
    const { serve, next, reports } = open()
    serve(request({ trainLimit: 16 }))
    await next('finished')
    expect(reports.slice(0, 4).map(({ type }) => type)).toEqual([
      'preparing',
      'preparing',
      'preparing',
      'started',
    ])
    expect(reports.find(report => report.type === 'started')).toMatchObject({
      backend: 'cpu',
      stepper: 'tfjs autodiff',
      totalSteps: 4,
      stepsPerEpoch: 2,
      trainImages: 16,
      testImages: 12,
    })
    serve({ type: 'weights' })
    const { step, weights } = await next('weights')
    expect(step).toBe(4)
    expect(Object.keys(weights)).toEqual(tinyPlan().weights.map(({ name }) => name))
  })

  test('starts from weights that it is given, in place of drawn ones', async () => {
    const { serve, next, reports } = open()
    const given = initialWeights(tinyPlan(), 41)
    serve(request({ weights: given, steps: 1 }))
    await next('finished')
    const first = reports.find(report => report.type === 'checkpoint')
    expect(first).toMatchObject({ step: 0, weights: given })
    expect(given).not.toEqual(initialWeights(tinyPlan(), defaultTraining.seed))
  })

  test('hands out the weights of a run that goes on, and ends it for a new one', async () => {
    const { serve, next, reports } = open()
    const endless = { settings: { ...defaultTraining, batchSize: 8, epochs: 10_000 } }
    serve(request(endless))
    await next('progress')
    serve({ type: 'weights' })
    expect((await next('weights')).step).toBeGreaterThan(0)
    serve(request({ steps: 2 }))
    expect(await next('finished')).toMatchObject({ reason: 'stopped' })
    expect(await next('finished')).toMatchObject({ reason: 'done', step: 2 })
    expect(reports.filter(report => report.type === 'failed')).toEqual([])
  })

  test('heeds what was asked for before the run has begun', async () => {
    const { serve, next, reports } = open()
    serve(request())
    serve({ type: 'pause' })
    await next('paused')
    expect(reports.map(({ type }) => type)).not.toContain('progress')
    serve({ type: 'resume' })
    await next('finished')
    serve(request())
    serve({ type: 'stop' })
    expect(await next('finished')).toMatchObject({ reason: 'stopped', step: 0 })
  })

  test('says why it cannot train, and tries the download again next time', async () => {
    let attempts = 0
    const { serve, next } = open(async () => {
      if (++attempts === 1) throw new Error('The digits could not be fetched.')
      return striped(20, 12)
    })
    serve({ type: 'weights' })
    expect(await next('failed')).toEqual({
      type: 'failed',
      message: 'There are no trained weights yet: train first.',
    })
    serve(request())
    expect((await next('failed')).message).toBe('The digits could not be fetched.')
    serve(request({ plan: planOf(chain(input(1, 9, 9), ['Conv2d', { outChannels: 1 }])) }))
    expect((await next('failed')).message).toContain('set its shape to 1×6×6')
    serve(request())
    expect(await next('finished')).toMatchObject({ reason: 'done' })
    expect(attempts).toBe(2)
  })

  test('tells which backends there are', async () => {
    const { serve, next } = open()
    serve({ type: 'probe' })
    expect((await next('probed')).backends.map(({ name }) => name)).toEqual([
      'webgpu',
      'webgl',
      'wasm',
      'cpu',
    ])
  })
})
