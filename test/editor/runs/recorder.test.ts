import { describe, expect, test } from 'vitest'
import { createRecording, type RunStart } from '../../../src/editor/runs/recorder.ts'
import { nextRunName, type RunData, type RunSummary } from '../../../src/editor/runs/runRecord.ts'
import { createLossCurve } from '../../../src/editor/store/lossCurve.ts'
import type { Checkpoint, TrainingReport } from '../../../src/training/protocol.ts'
import { chain, input, planOf } from '../../builders.ts'

const document = chain(input(1, 6, 6), ['Conv2d', { outChannels: 2, kernelSize: 3 }])
const started: TrainingReport = {
  type: 'started',
  backend: 'webgpu',
  reason: 'WebGPU on a card',
  stepper: 'tfjs autodiff',
  lossName: 'MSE',
  totalSteps: 12,
  stepsPerEpoch: 3,
  trainImages: 20,
  testImages: 12,
}
const checkpoint = (step: number): { type: 'checkpoint' } & Checkpoint => ({
  type: 'checkpoint',
  step,
  seconds: step / 2,
  weights: { w: { shape: [1], values: Float32Array.of(step) } },
  optimizer: { step: Float32Array.of(step) },
})
const origin = { name: 'Run 1', startedAt: 5, notes: [] }

function open(write?: (run: RunSummary, data?: RunData) => Promise<void>) {
  const start: RunStart = {
    id: 'a',
    document,
    plan: planOf(document),
    curve: createLossCurve(),
    evaluations: [],
  }
  const written: { run: RunSummary; data: RunData | undefined }[] = []
  const told: unknown[] = []
  const { hear } = createRecording(start, origin, {
    write: async (run, data) => {
      await write?.(run, data)
      written.push({ run, data })
    },
    tell: error => told.push(error),
  })
  const settle = () => new Promise(resolve => setTimeout(resolve, 5))
  return { start, hear, written, told, settle }
}

describe('a recording', () => {
  test('writes each checkpoint with the losses up to it, and the tests so far', async () => {
    const { start, hear, written, settle } = open()
    hear(started)
    start.curve.add(4, [0.4, 0.3, 0.2, 0.1])
    hear({ type: 'evaluated', step: 3, epoch: 1, testLoss: 0.25, testMse: 0.25 })
    hear(checkpoint(3))
    await settle()
    const samples = { step: 4, count: 0, shape: [1, 6, 6], originals: new Uint8Array(0), labels: [] }
    hear({ type: 'samples', ...samples })
    hear({ type: 'finished', step: 4, reason: 'stopped', seconds: 2.5 })
    await settle()
    expect(written[0]).toMatchObject({
      run: { id: 'a', name: 'Run 1', startedAt: 5, status: 'running', step: 3, seconds: 1.5, parameters: 20 },
      data: { losses: Float32Array.of(0.4, 0.3, 0.2), weights: checkpoint(3).weights },
    })
    expect(written[0]!.run.evaluations).toEqual([{ step: 3, epoch: 1, testLoss: 0.25, testMse: 0.25 }])
    expect(written[0]!.data).not.toHaveProperty('samples')
    expect(written[1]).toEqual({
      run: { ...written[0]!.run, status: 'stopped', seconds: 2.5, savedAt: expect.any(Number) },
      data: { ...written[0]!.data, samples },
    })
  })

  test('writes only the newest of what comes while it writes, and never drops tensors for a status', async () => {
    let release: () => void = () => {}
    const { hear, written, settle } = open(
      () =>
        new Promise(resolve => {
          release = resolve
        }),
    )
    hear(started)
    for (const step of [0, 3, 6]) hear(checkpoint(step))
    hear({ type: 'paused', step: 6 })
    release()
    await settle()
    release()
    await settle()
    expect(written.map(({ run, data }) => [run.step, run.status, data?.weights.w?.values[0]])).toEqual([
      [0, 'running', 0],
      [6, 'paused', 6],
    ])
  })

  test('a storage without room is told, and training is not hindered', async () => {
    const full = new DOMException('full', 'QuotaExceededError')
    let isFull = true
    const { hear, written, told, settle } = open(async () => {
      if (isFull) throw full
    })
    hear(started)
    hear(checkpoint(3))
    await settle()
    expect([told, written]).toEqual([[full], []])
    isFull = false
    hear(checkpoint(6))
    await settle()
    expect(told).toEqual([full, undefined])
    expect(written).toHaveLength(1)
  })

  test('a change of the backend is noted, and tests behind its checkpoint do not count', async () => {
    const { hear, written, settle } = open()
    hear(started)
    hear({ type: 'evaluated', step: 6, epoch: 2, testLoss: 0.2 })
    hear({ type: 'recovered', step: 3, backend: 'wasm', message: 'WebGPU failed: lost.' })
    await settle()
    expect(written[0]!.run).toMatchObject({
      facts: { backend: 'wasm' },
      notes: ['WebGPU failed: lost.'],
      evaluations: [],
    })
  })
})

test('a new run gets the number after the highest', () => {
  expect(nextRunName([])).toBe('Run 1')
  expect(nextRunName([{ name: 'Run 2' }, { name: 'wide' }, { name: 'Run 10' }])).toBe('Run 11')
})
