import { describe, expect, test } from 'vitest'
import { defaultTraining, type TrainingSettings } from '../../../src/graph/document.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import { treated } from '../../../src/training/data/sources.ts'
import type { LabReport } from '../../../src/training/lab/protocol.ts'
import { createLabService } from '../../../src/training/lab/service.ts'
import type { Codes } from '../../../src/training/latent/codes.ts'
import { chain, input, planOf } from '../../builders.ts'
import { striped } from '../digits.ts'

const plan = planOf(
  chain(
    input(1, 6, 6),
    ['Conv2d', { outChannels: 3, kernelSize: 3, stride: 2 }, { group: 'encoder' }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 4, stride: 2 }, { group: 'decoder' }],
  ),
)

function open(training = defaultTraining as TrainingSettings) {
  const reports: LabReport[] = []
  const waiting = new Map<number, (report: LabReport) => void>()
  const serve = createLabService(
    { loadDataset: async () => treated(striped(20, 12), training), backend: {} },
    report => {
      reports.push(report)
      if (report.type !== 'progress') waiting.get(report.id)?.(report)
    },
  )
  serve({ type: 'open', base: '', backend: 'cpu' })
  let id = 0
  const ask = (name: 'encode' | 'decode' | 'encodeImages', asked: unknown): Promise<LabReport> => {
    const own = ++id
    return new Promise(resolve => {
      waiting.set(own, resolve)
      serve({ type: 'ask', id: own, name, asked })
    })
  }
  return { serve, ask, reports }
}

describe('the laboratory', () => {
  test('encodes images in the order of torch and decodes their codes to what the whole network yields', async () => {
    const { serve, ask } = open()
    serve({ type: 'model', plan, weights: initialWeights(plan, 1), training: defaultTraining })
    const found = await ask('encodeImages', { part: 'test', count: 5 })
    const { codes, labels } = (found as { answer: { codes: Codes; labels: Uint8Array } }).answer
    expect(codes).toMatchObject({ count: 5, dims: 12 })
    expect([...labels]).toEqual([0, 1, 2, 3, 4])
    const decoded = (await ask('decode', codes)) as { answer: Float32Array }

    const { predict } = await import('../../../src/runtime/predict.ts')
    const pixels = Float32Array.from(striped(20, 12).test.pixels.subarray(0, 5 * 36), byte => byte / 255)
    const [whole] = await predict(plan, initialWeights(plan, 1), [{ shape: [5, 1, 6, 6], values: pixels }])
    decoded.answer.forEach((value, i) => {
      expect(value).toBeCloseTo(whole!.values[i]!, 6)
    })
    expect(decoded.answer).toHaveLength(5 * 36)
  })

  test('says that it needs a trained network, and one with a code', async () => {
    const { serve, ask } = open()
    expect(await ask('encodeImages', { part: 'test' })).toMatchObject({
      type: 'failed',
      message: 'There is no trained network yet: train first.',
    })
    const bare = planOf(chain(input(1, 6, 6), ['ReLU']))
    serve({ type: 'model', plan: bare, weights: {}, training: defaultTraining })
    expect(await ask('encodeImages', { part: 'test' })).toMatchObject({
      message: expect.stringContaining('has no code'),
    })
  })

  test('does not begin a question that was cancelled before its turn', async () => {
    const { serve, ask, reports } = open()
    serve({ type: 'model', plan, weights: initialWeights(plan, 1), training: defaultTraining })
    const first = ask('encodeImages', { part: 'train' })
    void ask('encodeImages', { part: 'test' })
    serve({ type: 'cancel', id: 2 })
    await first
    await ask('encodeImages', { part: 'test', count: 1 })
    expect(reports.filter(report => report.id === 2)).toEqual([])
  })

  test('answers of the network that was handed in before the question', async () => {
    const { serve, ask } = open()
    serve({ type: 'model', plan, weights: initialWeights(plan, 1), training: defaultTraining })
    const one = ask('encodeImages', { part: 'test', count: 1 })
    serve({ type: 'model', plan, weights: initialWeights(plan, 2), training: defaultTraining })
    const two = await ask('encodeImages', { part: 'test', count: 1 })
    expect(two).not.toMatchObject({ answer: ((await one) as { answer: object }).answer })
  })
})

test('a network that was trained on a wider range sees its images in it, and its pictures come back as pixels', async () => {
  const wide = { ...defaultTraining, normalisation: '-1..1' } as const
  const same = planOf(
    chain(
      input(1, 6, 6),
      ['Conv2d', { outChannels: 1, kernelSize: 1 }, { group: 'encoder' }],
      ['Conv2d', { outChannels: 1, kernelSize: 1 }, { group: 'decoder' }],
    ),
  )
  const one = (value: number, ...shape: number[]) => ({ shape, values: Float32Array.of(value) })
  const weights = Object.fromEntries(
    same.weights.map(({ name, shape }) => [name, one(name.endsWith('bias') ? 0 : 1, ...shape)]),
  )
  const { serve, ask } = open(wide)
  serve({ type: 'model', plan: same, weights, training: wide })
  const found = (await ask('encodeImages', { part: 'test', count: 1 })) as {
    answer: { codes: Codes }
  }
  const pixels = striped(20, 12).test.pixels.subarray(0, 36)
  expect([...found.answer.codes.values]).toEqual([...pixels].map(byte => expect.closeTo(byte / 127.5 - 1, 5)))
  const decoded = (await ask('decode', found.answer.codes)) as { answer: Float32Array }
  expect([...decoded.answer]).toEqual([...pixels].map(byte => expect.closeTo(byte / 255, 5)))
})

test('other weights of the same network take the place of the first', async () => {
  const { serve, ask } = open()
  serve({ type: 'model', plan, weights: initialWeights(plan, 1), training: defaultTraining })
  await ask('encodeImages', { part: 'test', count: 1 })
  serve({ type: 'weights', weights: initialWeights(plan, 2) })
  const changed = await ask('encodeImages', { part: 'test', count: 1 })
  const fresh = open()
  fresh.serve({ type: 'model', plan, weights: initialWeights(plan, 2), training: defaultTraining })
  expect(changed).toMatchObject({
    answer: ((await fresh.ask('encodeImages', { part: 'test', count: 1 })) as { answer: object }).answer,
  })
})
