import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import type { TrainingReport, TrainingRequest } from '../../src/training/protocol.ts'
import { createTrainingService } from '../../src/training/service.ts'
import type { Dataset } from '../../src/training/stepper.ts'
import { chain, input, planOf } from '../builders.ts'
import { striped, tinyPlan } from './digits.ts'

const request = (more: object = {}): TrainingRequest => ({
  type: 'train',
  plan: tinyPlan(),
  settings: { ...defaultTraining, batchSize: 8, epochs: 2 },
  backend: 'cpu',
  ...more,
})

/** A service, what it reported, and a way to wait for a report. */
function open(loadDataset = async (): Promise<Dataset> => striped(20, 12)) {
  const reports: TrainingReport[] = []
  const waiting: { type: TrainingReport['type']; settle: (report: TrainingReport) => void }[] = []
  const serve = createTrainingService({ loadDataset, backend: {} }, report => {
    reports.push(report)
    for (const [i, { type, settle }] of [...waiting.entries()].reverse()) {
      if (type !== report.type) continue
      waiting.splice(i, 1)
      settle(report)
    }
  })
  const next = <T extends TrainingReport['type']>(type: T) =>
    new Promise<Extract<TrainingReport, { type: T }>>(resolve => {
      waiting.push({ type, settle: report => resolve(report as Extract<TrainingReport, { type: T }>) })
    })
  return { serve, reports, next, types: () => reports.map(report => report.type) }
}

describe('the training service', () => {
  test('says what it prepares, trains, and hands out the weights afterwards', async () => {
    const { serve, next, types, reports } = open()
    serve(request({ trainLimit: 16 }))
    await next('finished')
    expect(types().slice(0, 4)).toEqual(['preparing', 'preparing', 'preparing', 'started'])
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
    const { serve, next, types } = open()
    serve(request())
    serve({ type: 'pause' })
    await next('paused')
    expect(types()).not.toContain('progress')
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
