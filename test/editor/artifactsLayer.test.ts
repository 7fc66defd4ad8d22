import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { currentLayer } from '../../src/editor/artifacts/currentLayer.ts'
import { whyNoSize } from '../../src/editor/artifacts/words.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input, type Layer } from '../builders.ts'

const risksOf = (...ids: string[]) => new Map(ids.map(id => [id, {}]))
const inferred = (...layers: readonly Layer[]) => inferGraph(chain(...layers), registry)

describe('the layer that the panel is about', () => {
  const strided = inferred(input(1, 28, 28), ['Conv2d'], ['ReLU'], ['Conv2d', { stride: 2 }])

  test('is the selected one, else the first at risk, else the first with a stride', () => {
    expect(currentLayer(strided, ['relu1'], risksOf('conv2'))).toBe('relu1')
    expect(currentLayer(strided, [], risksOf('conv2'))).toBe('conv2')
    expect(currentLayer(strided, ['conv1', 'conv2'], risksOf())).toBe('conv2')
    expect(currentLayer(strided, [], risksOf('conv2'), 'matrix')).toBe('conv1')
  })

  test('stays among several that are selected', () => {
    expect(currentLayer(strided, ['conv1', 'relu1'], risksOf('conv2'))).toBe('conv1')
  })

  test('is the first with a kernel where nothing has a stride or a size, so that the other views stay open', () => {
    const plain = inferred(input(1, 28, 28), ['ReLU'], ['Conv2d'])
    expect(currentLayer(plain, [], risksOf())).toBe('conv1')
    const broken = inferred(
      input(1, 28, 28),
      ['Conv2d', { kernelSize: 30 }],
      ['ConvTranspose2d', { stride: 2 }],
    )
    expect(currentLayer(broken, [], risksOf())).toBe('conv1')
    expect(whyNoSize(broken, 'conv1')).toBe('conv1 has a problem with its size, which has to fit first.')
    expect(whyNoSize(broken, 'deconv1')).toBe('deconv1 waits for the size of conv1.')
    expect(whyNoSize(plain, 'conv1')).toBeUndefined()
    expect(currentLayer(inferred(), [], risksOf())).toBeUndefined()
  })
})
