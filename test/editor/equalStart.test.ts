import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { equalStartOf } from '../../src/editor/inspector/equalStart.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input, type Layer } from '../builders.ts'

const offered = (...layers: Layer[]) =>
  equalStartOf(inferGraph(chain(input(4, 7, 7), ...layers), registry), 'conv1')

describe('an equal start', () => {
  test('is offered where channels become squares', () => {
    expect(offered(['Conv2d', { outChannels: 8 }], ['PixelShuffle'])).toBe(4)
    expect(offered(['Conv2d', { outChannels: 9 }], ['ReLU'], ['PixelShuffle', { upscaleFactor: 3 }])).toBe(9)
  })

  test('is offered nowhere else', () => {
    expect(offered(['Conv2d', { outChannels: 8 }], ['ReLU'])).toBeUndefined()
    expect(offered(['Conv2d', { outChannels: 6 }], ['PixelShuffle'])).toBeUndefined()
    expect(offered(['Conv2d', { outChannels: 8 }], ['MaxPool2d', { kernelSize: 1 }], ['PixelShuffle'])).toBe(
      undefined,
    )
  })

  test('is shown wherever a document names one', () => {
    const document = chain(input(4, 7, 7), ['Conv2d', { outChannels: 8 }], ['ReLU'])
    const nodes = document.nodes.map(node => (node.id === 'conv1' ? { ...node, equalStart: 2 } : node))
    expect(equalStartOf(inferGraph({ ...document, nodes }, registry), 'conv1')).toBe(2)
  })
})
