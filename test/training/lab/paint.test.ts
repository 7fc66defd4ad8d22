import { beforeAll, describe, expect, test } from 'vitest'
import { registry } from '../../../nodes/index.ts'
import { decoderAlone } from '../../../src/analyze/decoderAlone.ts'
import { analyzeOverlap } from '../../../src/analyze/overlap.ts'
import { meanSpectrum, patternEnergy } from '../../../src/analyze/spectrum.ts'
import type { GraphDocument } from '../../../src/graph/document.ts'
import { loadDocument } from '../../../src/graph/load.ts'
import { inferGraph } from '../../../src/infer/inference.ts'
import { startBackend } from '../../../src/runtime/backends.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import { createLabModel } from '../../../src/training/lab/model.ts'
import type { Desk } from '../../../src/training/lab/question.ts'
import { type PaintAsked, paint } from '../../../src/training/lab/questions/paint.ts'
import { templateNamed } from '../../../templates/index.ts'
import { chain, input, planOf } from '../../builders.ts'
import { striped } from '../digits.ts'

beforeAll(async () => {
  await startBackend('cpu')
})

const decoding = (kernelSize: number): GraphDocument =>
  chain(
    input(1, 6, 6),
    ['Conv2d', { outChannels: 4, kernelSize: 2, stride: 2 }, { group: 'encoder' }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize, stride: 2 }, { group: 'decoder' }],
  )

function asking(document: GraphDocument, side?: number): Pick<PaintAsked, 'whole' | 'part'> {
  const alone = decoderAlone(inferGraph(document, registry), side === undefined ? undefined : [side, side])!
  return { whole: planOf(document), part: planOf(alone.document) }
}

const desk = (document: GraphDocument, seed = 0): Desk => ({
  model: () => createLabModel(planOf(document), initialWeights(planOf(document), seed)),
  dataset: async () => striped(20, 12),
  ofData: (_, make) => make(),
  ofModel: (_, make) => make(),
})

async function measure(document: GraphDocument, code: 'random' | 'constant', side: number) {
  const asked = { ...asking(document, side), weights: { seed: 1 }, code, count: 32 } as const
  const period = analyzeOverlap(inferGraph(document, registry)).forward!.period!
  return patternEnergy(meanSpectrum(await paint(asked, desk(document), {}), period), period)!
}

describe('what a decoder paints', () => {
  test('with the weights of the network follows the mean and the deviation of its codes', async () => {
    const document = decoding(4)
    const asked = { ...asking(document), code: 'random', count: 3 } as const
    const trained = await paint({ ...asked, weights: 'model' }, desk(document, 7), {})
    expect(trained).toMatchObject({ count: 3, height: 8, width: 8 })
    expect(await paint({ ...asked, weights: 'model' }, desk(document, 7), {})).toEqual(trained)
    const fresh = await paint({ ...asked, weights: { seed: 7 } }, desk(document), {})
    expect(fresh.values).toHaveLength(3 * 8 * 8)
    const swing = (values: Float32Array) => Math.max(...values) - Math.min(...values)
    expect(swing(fresh.values)).toBeGreaterThan(2 * swing(trained.values))
  })

  test('shows the pattern of a strided kernel on a code that is the same everywhere', async () => {
    expect((await measure(decoding(3), 'constant', 24)).decibels).toBeGreaterThan(30)
  })

  test('shows none behind a layer that has no strides', async () => {
    const resized = chain(
      input(1, 6, 6),
      ['Conv2d', { outChannels: 4, kernelSize: 2, stride: 2 }, { group: 'encoder' }],
      ['Upsample', { scaleFactor: 2 }, { group: 'decoder' }],
      ['Conv2d', { outChannels: 1, kernelSize: 3, padding: 'same' }, { group: 'decoder' }],
    )
    expect(Math.abs((await measure(resized, 'constant', 24)).decibels)).toBeLessThan(3)
  })
})

describe('the decoder alone', () => {
  const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
  const { document } = loaded as { document: GraphDocument }

  test('has the weights of the whole network under their names', () => {
    const { whole, part } = asking(document)
    expect(part.inputs[0]!.shape).toEqual([8, 1, 1])
    expect(part.weights.length).toBeGreaterThan(0)
    for (const weight of part.weights) expect(whole.weights).toContainEqual(weight)
  })

  test('takes larger codes where it is convolutional', () => {
    expect(asking(document, 3).part.outputs[0]!.shape).toEqual([1, 36, 36])
    expect(decoderAlone(inferGraph(document, registry))).toMatchObject({ own: [8, 1, 1], isWhole: false })
  })

  test('is the whole network where there is no code', () => {
    const bare = inferGraph(chain(input(1, 6, 6), ['ConvTranspose2d', { outChannels: 1 }]), registry)
    expect(decoderAlone(bare)).toMatchObject({ own: [1, 6, 6], isWhole: true })
    expect(decoderAlone(inferGraph(chain(input(1, 6, 6)), registry))).toBeUndefined()
  })
})
