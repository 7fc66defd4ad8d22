import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { extentOf, reachOf } from '../../src/analyze/receptive.ts'
import { reachSide } from '../../src/editor/artifacts/reachSides.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input } from '../builders.ts'

const side = (document: ReturnType<typeof chain>, id: string, end: 'input' | 'output') => {
  const inference = inferGraph(document, registry)
  return reachSide(inference, id, reachOf(inference, id, 1, 1), end)
}

const dense = chain(
  input(1, 8, 8),
  ['Conv2d', { outChannels: 1 }],
  ['Flatten'],
  ['Linear', { outFeatures: 16 }],
  ['Unflatten', { unflattenedSize: [1, 4, 4] }],
  ['ConvTranspose2d', { outChannels: 1, stride: 2 }],
)

describe('the two ends that a pixel hangs together with', () => {
  test('are counted where every layer keeps the places of pixels', () => {
    const before = side(dense, 'conv1', 'input')
    if (!('field' in before)) throw new Error(before.words)
    expect(extentOf(before.field)).toMatchObject({ box: [1, 4, 1, 4], ways: 9 })
    const behind = side(dense, 'unflatten1', 'output')
    if (!('field' in behind)) throw new Error(behind.words)
    expect(extentOf(behind.field)).toMatchObject({ box: [2, 5, 2, 5], ways: 9 })
  })

  test('are said in words where a layer mixes all pixels on the way, and nothing is counted', () => {
    expect(side(dense, 'conv1', 'output')).toEqual({
      words:
        'Behind linear1 pixels have no place any more: every pixel of the output hangs together with it.',
    })
    expect(side(dense, 'deconv1', 'input')).toMatchObject({
      words: expect.stringMatching(/every pixel of the input/),
    })
  })

  test('name the vector that a classifier ends with', () => {
    const classifier = chain(input(1, 8, 8), ['Conv2d'], ['Flatten'], ['Linear', { outFeatures: 10 }])
    expect(side(classifier, 'conv1', 'output')).toEqual({
      words:
        'Behind linear1 pixels have no place any more: every value of linear1, 10, hangs together with it.',
    })
  })

  test('say that a flattened output has no places', () => {
    expect(side(chain(input(1, 8, 8), ['Conv2d'], ['Flatten']), 'conv1', 'output')).toMatchObject({
      words: expect.stringMatching(/^The output, \d+, is no image/),
    })
  })
})
