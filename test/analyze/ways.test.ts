import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import { evenedBy, isRisk } from '../../src/analyze/risk.ts'
import { layerMap, mapAlong, routeOf, tapsAt } from '../../src/analyze/ways.ts'
import { sidesOf } from '../../src/analyze/window.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferenceOf, inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, graph, input, node } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = inferGraph((loaded as { document: GraphDocument }).document, registry)

describe('the map of one layer', () => {
  test('has the counts of the picture: deconv2 on 12×12 paints 1, 2 and 4 times', () => {
    const map = layerMap(reference, 'deconv2', [12, 12])!
    expect([map.map.height, map.map.width]).toEqual([25, 25])
    expect([...new Set(map.map.values)].sort()).toEqual([1, 2, 4])
    expect(map.map.values[8 * 25 + 12]).toBe(4)
    expect([...map.lines[0]].slice(0, 5)).toEqual([1, 1, 2, 1, 2])
  })

  test('names the pixels and taps behind a count', () => {
    const sides = sidesOf(inferenceOf(reference, 'deconv2')!)
    if (sides?.kind !== 'window') throw new Error('No window')
    expect(tapsAt(sides.axes[0], 12, 25, 8)).toEqual([
      { at: 3, tap: 2 },
      { at: 4, tap: 0 },
    ])
  })

  test.each([
    [
      'zeros',
      1,
      [
        { at: 0, tap: 2 },
        { at: 1, tap: 0 },
      ],
    ],
    [
      'reflect',
      1,
      [
        { at: 0, tap: 0, isBeyond: true },
        { at: 0, tap: 2 },
        { at: 1, tap: 0 },
      ],
    ],
    [
      'replicate',
      0,
      [
        { at: 0, tap: 0, isBeyond: true },
        { at: 0, tap: 1 },
      ],
    ],
    [
      'circular',
      9,
      [
        { at: 0, tap: 0, isBeyond: true },
        { at: 4, tap: 2 },
      ],
    ],
  ] as const)('names the taps that see a pixel beyond the border too: %s', (paddingMode, pixel, expected) => {
    const padded = inferGraph(
      chain(input(1, 10, 10), ['Conv2d', { stride: 2, padding: 1, paddingMode }]),
      registry,
    )
    const sides = sidesOf(inferenceOf(padded, 'conv1')!)
    if (sides?.kind !== 'window') throw new Error('No window')
    expect(tapsAt(sides.axes[0], 5, 10, pixel)).toEqual(expected)
    expect(layerMap(padded, 'conv1', [5, 5])!.lines[0][pixel]).toBe(expected.length)
  })

  test('of a gradient lies on the input, with the rows that the model loses', () => {
    const lossy = inferGraph(chain(input(1, 28, 28), ['Conv2d', { stride: 2 }]), registry)
    const map = layerMap(lossy, 'conv1', [13, 13])!
    expect([map.map.height, map.map.width]).toEqual([28, 28])
    expect(map.lines[0].at(-1)).toBe(0)
    expect(map.lines[0][2]).toBe(2)
    expect(layerMap(lossy, 'conv1', [4, 5])!.map).toMatchObject({ height: 10, width: 12 })
  })
})

describe('a whole way', () => {
  test('gives the same map as the passes through the graph', () => {
    const report = analyzeOverlap(reference)
    const forward = mapAlong(routeOf(reference, 'forward')!.way, 'forward', [1, 1])!
    expect(forward.map.values).toEqual(report.forward!.map.values)
    const gradient = mapAlong(routeOf(reference, 'gradient')!.way, 'gradient', [28, 28])!
    expect(gradient.map.values).toEqual(report.gradient!.map.values)
    expect(gradient.ones).toEqual([1, 1])
  })

  test('of a larger code has an interior', () => {
    const { way } = routeOf(reference, 'forward')!
    const map = mapAlong(way, 'forward', [4, 4])!
    expect(map.map.height).toBeGreaterThan(28)
    const middle = Math.floor(map.map.height / 2)
    const ways = map.waysTo(0, middle)
    expect(ways.length).toBe(4)
    expect(ways.reduce((sum, count) => sum + count, 0)).toBe(map.lines[0][middle])
  })

  test('begins behind a Linear and ends before a Flatten', () => {
    const inference = inferGraph(
      chain(
        input(1, 8, 8),
        ['Conv2d', { outChannels: 2, kernelSize: 2, stride: 2 }],
        ['Flatten'],
        ['Linear', { outFeatures: 8 }],
        ['Unflatten', { unflattenedSize: [2, 2, 2] }],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 4, stride: 2 }],
      ),
      registry,
    )
    const at = (id: string) => inference.topology.index.get(id)
    expect(routeOf(inference, 'forward')).toMatchObject({ start: at('unflatten1'), end: at('deconv1') })
    expect(routeOf(inference, 'gradient')).toMatchObject({ start: at('image'), end: at('conv1') })
    expect(routeOf(inference, 'forward')!.way.length).toBe(1)
  })

  test('does not exist where tensors join', () => {
    const forked = graph(
      [
        node('image', 'Input', { shape: [1, 8, 8] }),
        node('a', 'Conv2d', { padding: 1 }),
        node('b', 'Conv2d', { padding: 1 }),
        node('sum', 'Add'),
      ],
      [
        ['image', 'a'],
        ['image', 'b'],
        ['a', 'sum'],
        ['b', 'sum'],
      ],
    )
    expect(routeOf(inferGraph(forked, registry), 'forward')).toBeUndefined()
  })
})

describe('a risk', () => {
  const { layers } = analyzeOverlap(reference)

  test('is an uneven layer: deconv2 paints so, the gradient of conv4 is so', () => {
    expect(layers.filter(isRisk).map(({ id, kind }) => [id, kind])).toEqual([
      ['conv4', 'gradient'],
      ['deconv2', 'forward'],
    ])
  })

  test('says which layer evens it out', () => {
    expect(evenedBy(reference, { id: 'deconv2', kind: 'forward' })).toBe('deconv3')
    expect(evenedBy(reference, { id: 'conv4', kind: 'gradient' })).toBe('conv3')
  })

  test('stays where no layer does', () => {
    const alone = inferGraph(chain(input(1, 4, 4), ['ConvTranspose2d', { stride: 2 }], ['ReLU']), registry)
    expect(evenedBy(alone, { id: 'deconv1', kind: 'forward' })).toBeUndefined()
  })
})
