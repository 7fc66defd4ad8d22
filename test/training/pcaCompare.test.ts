import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import { counterpartOf, decoderSpan, linearDecoderOf } from '../../src/training/pca/compare.ts'
import { chain, input, planOf } from '../builders.ts'

const [encoder, decoder] = [{ group: 'encoder' }, { group: 'decoder' }]

const linear = (channels: number, side: number, code: number) =>
  planOf(
    chain(
      input(channels, side, side),
      ['Flatten', {}, encoder],
      ['Linear', { outFeatures: code }, encoder],
      ['Linear', { outFeatures: channels * side * side }, decoder],
      ['Unflatten', { unflattenedSize: [channels, side, side] }, decoder],
    ),
  )

describe('what a network is compared with', () => {
  test('is PCA with as many numbers as its code, on the images of its settings', () => {
    expect(counterpartOf(linear(1, 6, 4), { ...defaultTraining, resize: true })).toMatchObject({
      dims: 4,
      data: { dataset: 'mnist', resize: true, shape: [1, 6, 6] },
    })
  })

  test('is nothing where there is no code, or another loss', () => {
    const plain = planOf(chain(input(1, 6, 6), ['Conv2d', { outChannels: 1, kernelSize: 3, padding: 1 }]))
    expect(counterpartOf(plain, defaultTraining)).toBeUndefined()
    const plan = linear(1, 6, 4)
    const [output] = plan.outputs
    const loss = { node: 'loss', input: output!.name, shape: output!.shape, target: plan.inputs[0]!.name }
    const withLoss = (type: string, reduction: string) => ({
      ...plan,
      losses: [{ ...loss, type, params: { reduction } }],
    })
    expect(counterpartOf(withLoss('MSELoss', 'mean'), defaultTraining)).toMatchObject({ dims: 4 })
    expect(counterpartOf(withLoss('MSELoss', 'sum'), defaultTraining)).toBeUndefined()
    expect(counterpartOf(withLoss('L1Loss', 'mean'), defaultTraining)).toBeUndefined()
  })
})

describe('a linear decoder', () => {
  test('is one Linear to the pixels and what reshapes', () => {
    expect(linearDecoderOf(linear(1, 6, 4))).toEqual({ weight: 'decoder.0.weight', image: [1, 6, 6] })
    const curved = planOf(
      chain(
        input(1, 6, 6),
        ['Flatten', {}, encoder],
        ['Linear', { outFeatures: 4 }, encoder],
        ['Linear', { outFeatures: 36 }, decoder],
        ['Sigmoid', {}, decoder],
        ['Unflatten', { unflattenedSize: [1, 6, 6] }, decoder],
      ),
    )
    expect(linearDecoderOf(curved)).toBeUndefined()
  })

  test('spans a space of pixels in the order of images, channels last', () => {
    const plan = linear(2, 2, 3)
    const values = Float32Array.from({ length: 24 }, (_, i) => i)
    const span = decoderSpan(linearDecoderOf(plan)!, { 'decoder.0.weight': { shape: [8, 3], values } })
    expect(span).toMatchObject({ rows: 8, columns: 3 })
    // Rows of torch: c0p0 c0p1 c0p2 c0p3 c1p0 …; here: p0c0 p0c1 p1c0 …
    expect([...span.values].filter((_, i) => i % 3 === 0)).toEqual([0, 12, 3, 15, 6, 18, 9, 21])
  })

  test('says which weight is missing', () => {
    expect(() => decoderSpan(linearDecoderOf(linear(1, 6, 4))!, {})).toThrow('decoder.0.weight')
  })
})
