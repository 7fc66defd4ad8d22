import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { mirrorChain } from '../../src/analyze/mirror.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import type { Layer } from '../../src/graph/definition.ts'
import { type Inference, inferGraph } from '../../src/infer/inference.ts'
import { chain, graph, input, node } from '../builders.ts'

/** An Input of this size and layers behind it. */
const chainOf = (shape: readonly number[], layers: readonly Layer[]): Inference =>
  inferGraph(chain(input(...shape), ...layers.map(layer => [layer.type, layer.params] as const)), registry)

const divisorsOf = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => i + 1).filter(each => count % each === 0)

const mirrorOf = (inference: Inference, form: 'transposed' | 'resize' = 'transposed') =>
  mirrorChain(
    inference,
    inference.document.nodes.map(node => node.id),
    form,
    registry,
  )

describe('the mirror of an encoder', () => {
  test('has transposed twins in reverse order, activations between them, and output_padding where the stride rounded', () => {
    const encoder = chainOf(
      [1, 28, 28],
      [
        { type: 'Conv2d', params: { outChannels: 16, kernelSize: 3, stride: 2, padding: 1 } },
        { type: 'ReLU', params: {} },
        { type: 'Conv2d', params: { outChannels: 32, kernelSize: 3, stride: 2, padding: 1 } },
        { type: 'ReLU', params: {} },
        { type: 'Conv2d', params: { outChannels: 8, kernelSize: 7 } },
      ],
    )
    expect(mirrorOf(encoder)).toEqual({
      output: [1, 28, 28],
      layers: [
        { type: 'ConvTranspose2d', params: { outChannels: 32, kernelSize: 7 } },
        { type: 'ReLU', params: {} },
        {
          type: 'ConvTranspose2d',
          params: { outChannels: 16, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 },
        },
        { type: 'ReLU', params: {} },
        {
          type: 'ConvTranspose2d',
          params: { outChannels: 1, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 },
        },
      ],
    })
  })

  test('turns Flatten into Unflatten, and Linear round', () => {
    const encoder = chainOf(
      [3, 4, 5],
      [
        { type: 'Flatten', params: {} },
        { type: 'Linear', params: { outFeatures: 7, bias: false } },
      ],
    )
    expect(mirrorOf(encoder)).toEqual({
      output: [3, 4, 5],
      layers: [
        { type: 'Linear', params: { outFeatures: 60, bias: false } },
        { type: 'Unflatten', params: { dim: 1, unflattenedSize: [3, 4, 5] } },
      ],
    })
  })

  test('cuts away the whole strides that output_padding added, and turns the signs of padding', () => {
    const encoder = chainOf(
      [2, 5, 5],
      [
        {
          type: 'ConvTranspose2d',
          params: { outChannels: 3, kernelSize: 2, dilation: 3, outputPadding: [2, 0] },
        },
        { type: 'ReflectionPad2d', params: { padding: [1, -2, 0, 3] } },
        { type: 'MaxPool2d', params: {} },
      ],
    )
    expect(mirrorOf(encoder)).toEqual({
      output: [2, 5, 5],
      layers: [
        { type: 'Upsample', params: { size: [13, 7] } },
        { type: 'ZeroPad2d', params: { padding: [-1, 2, 0, -3] } },
        { type: 'Conv2d', params: { outChannels: 2, kernelSize: 2, dilation: 3 } },
        { type: 'ZeroPad2d', params: { padding: [0, 0, 0, -2] } },
      ],
    })
  })

  test('in its resizing form, it enlarges by Upsample and a convolution', () => {
    const encoder = chainOf(
      [1, 27, 28],
      [{ type: 'Conv2d', params: { outChannels: 4, kernelSize: 4, stride: 2 } }],
    )
    expect(mirrorOf(encoder, 'resize')).toEqual({
      output: [1, 27, 28],
      layers: [
        { type: 'Upsample', params: { size: [27, 28] } },
        { type: 'Conv2d', params: { outChannels: 1, kernelSize: 5, padding: 'same' } },
      ],
    })
  })

  test('sizes return exactly for every valid chain of layers that change them', () => {
    const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    const convolution = fc.record({
      type: fc.constantFrom('Conv2d', 'ConvTranspose2d'),
      params: fc.record({
        outChannels: fc.constantFrom(2, 4),
        kernelSize: pair(1, 5),
        stride: pair(1, 3),
        padding: pair(0, 2),
        dilation: pair(1, 2),
        groups: fc.constantFrom(1, 2),
      }),
    })
    const transposed = fc.record({
      type: fc.constant('ConvTranspose2d'),
      params: fc.record({
        outChannels: fc.constantFrom(2, 4),
        kernelSize: pair(1, 3),
        stride: pair(1, 2),
        padding: pair(0, 1),
        outputPadding: pair(0, 3),
        dilation: pair(1, 4),
      }),
    })
    const pooling = fc.record({
      type: fc.constantFrom('MaxPool2d', 'AvgPool2d'),
      params: fc.record({
        kernelSize: pair(2, 4),
        stride: fc.oneof(fc.constant(null), pair(1, 4)),
        padding: pair(0, 1),
        ceilMode: fc.boolean(),
      }),
    })
    const side = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 9 }))
    const adaptive = fc.record({
      type: fc.constant('AdaptiveAvgPool2d'),
      params: fc.record({ outputSize: fc.tuple(side, side) }),
    })
    const upsample = fc.record({
      type: fc.constant('Upsample'),
      params: fc.oneof(
        fc.record({
          scaleFactor: fc.constantFrom(2, 3, 1.7, 0.6),
          mode: fc.constantFrom('nearest', 'bilinear', 'bicubic', 'area'),
        }),
        fc.record({ size: pair(1, 12) }),
      ),
    })
    const shuffle = fc.constantFrom(
      { type: 'PixelShuffle', params: { upscaleFactor: 2 } },
      { type: 'PixelUnshuffle', params: { downscaleFactor: 2 } },
    )
    const margin = fc.integer({ min: -2, max: 3 })
    const padded = fc.record({
      type: fc.constantFrom('ZeroPad2d', 'ReflectionPad2d', 'ReplicationPad2d'),
      params: fc.record({ padding: fc.oneof(margin, fc.tuple(margin, margin, margin, margin)) }),
    })
    const same = fc.record({
      type: fc.constant('Conv2d'),
      params: fc.record({
        outChannels: fc.constant(4),
        kernelSize: pair(1, 4),
        padding: fc.constant('same'),
      }),
    })
    const resizing = fc.oneof(transposed, pooling, adaptive, upsample, shuffle, padded)
    const layer = fc.oneof(convolution, same, resizing, fc.constant({ type: 'ReLU', params: {} }))
    let mirrored = 0
    fc.assert(
      fc.property(
        pair(6, 30),
        fc.array(layer, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('transposed' as const, 'resize' as const),
        (sides, layers, form) => {
          const inference = chainOf([2, ...sides], layers)
          fc.pre(inference.totals.problems === 0 && layers.some(l => l.type !== 'ReLU'))
          // Nothing comes back from an image without pixels.
          fc.pre(inference.nodes.every(each => each.state === 'ready' && !each.outputs[0]!.includes(0)))
          const mirror = mirrorOf(inference, form)
          expect(mirror).not.toHaveProperty('why')
          expect((mirror as { output: readonly number[] }).output).toEqual([2, ...sides])
          mirrored++
        },
      ),
      { numRuns: 600 },
    )
    expect(mirrored).toBeGreaterThan(300)
  })

  test('sizes return exactly through vectors, norms, activations and everything else that keeps a size', () => {
    const keeping = [...registry.values()]
      .filter(
        ({ category, inputs }) =>
          ['activation', 'normalization', 'regularization'].includes(category) && inputs.length === 1,
      )
      .map(({ type }) => type)
    /** A layer that fits behind a tensor of this shape, chosen by two numbers from 0 to 99. */
    const fitting = (shape: readonly number[], a: number, b: number): Layer => {
      const picked = [...keeping, 'Flatten', 'Linear', 'Unflatten', 'Conv2d', 'AvgPool2d'][
        a % (keeping.length + 5)
      ]!
      const last = shape.at(-1)!
      const params: Record<string, Record<string, unknown>> = {
        LayerNorm: { normalizedShape: shape.slice(b % shape.length) },
        GroupNorm: { numGroups: divisorsOf(shape[0]!)[b % divisorsOf(shape[0]!).length] },
        Flatten: { startDim: 1 + (b % shape.length), endDim: -1 },
        Linear: { outFeatures: 1 + b, bias: b % 2 === 0 },
        Unflatten: { dim: -1, unflattenedSize: [divisorsOf(last)[b % divisorsOf(last).length]!, -1] },
        Conv2d: {
          outChannels: 4,
          stride: 1 + (b % 3),
          padding: 1,
          paddingMode: b % 2 ? 'reflect' : 'circular',
        },
        AvgPool2d: { padding: b % 2 },
      }
      return { type: picked, params: params[picked] ?? {} }
    }
    const seen = new Set<string>()
    const number = fc.nat(99)
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom(1, 4), fc.integer({ min: 3, max: 12 }), fc.integer({ min: 3, max: 12 })),
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('transposed' as const, 'resize' as const),
        (shape, choices, form) => {
          const layers: Layer[] = []
          for (const [a, b] of choices) {
            const end = chainOf(shape, layers).nodes.at(-1)!
            if (end.state === 'ready') layers.push(fitting(end.outputs[0]!, a, b))
          }
          const inference = chainOf(shape, layers)
          fc.pre(inference.totals.problems === 0)
          const mirror = mirrorOf(inference, form)
          expect(mirror).toMatchObject({ output: shape })
          for (const { type } of layers) seen.add(type)
        },
      ),
      { numRuns: 600 },
    )
    expect([...keeping, 'Flatten', 'Linear', 'Unflatten'].filter(type => !seen.has(type))).toEqual([])
  })

  test('refuses what is no chain, and says which node', () => {
    const document = graph(
      [node('image', 'Input'), node('relu', 'ReLU'), node('sum', 'Add')],
      [
        ['image', 'relu'],
        ['image', 'sum'],
        ['relu', 'sum'],
      ],
    )
    expect(mirrorOf(inferGraph(document, registry))).toEqual({
      node: 'sum',
      why: 'it joins several tensors, and a mirror needs a chain',
    })
  })
})

describe('alternatives to an uneven layer', () => {
  const pair = (min: number, max: number) => {
    const side = fc.integer({ min, max })
    return fc.oneof(
      side.map(each => [each, each] as const),
      fc.tuple(side, side),
    )
  }
  const settings = fc.record({
    kernelSize: pair(1, 6),
    stride: pair(1, 4),
    padding: pair(0, 2),
    dilation: fc.oneof(fc.constant([1, 1] as const), pair(1, 3)),
    groups: fc.constantFrom(1, 2),
    bias: fc.boolean(),
  })
  const modes = fc.constantFrom('zeros', 'reflect', 'circular')

  test.each(['ConvTranspose2d', 'Conv2d'])('keep the size and make %s even', type => {
    let seen = 0
    fc.assert(
      fc.property(settings, pair(6, 20), pair(0, 2), modes, (shared, sides, outputPadding, paddingMode) => {
        const params = type === 'Conv2d' ? { ...shared, paddingMode } : { ...shared, outputPadding }
        const inference = chainOf([2, ...sides], [{ type, params: { ...params, outChannels: 4 } }])
        const [, layer] = inference.nodes
        fc.pre(layer!.state === 'ready')
        if (layer!.state !== 'ready') return
        const before = analyzeOverlap(inference)
        const kind = type === 'Conv2d' ? 'gradient' : 'forward'
        const alternatives = layer!.definition.alternatives!(layer!.site)
        const isEven = (before[kind]?.unevenness ?? 0) < 1e-9
        if (isEven) expect(alternatives).toEqual([])
        for (const { change, layers, leftOut } of alternatives) {
          if (leftOut !== undefined) continue
          const after = chainOf([2, ...sides], layers)
          const last = after.nodes.at(-1)!
          expect(last.state, change).toBe('ready')
          expect(last.state === 'ready' && last.outputs[0], change).toEqual(layer!.outputs[0])
          expect(analyzeOverlap(after)[kind]?.unevenness ?? 0, change).toBeCloseTo(0, 6)
          seen++
        }
      }),
      { numRuns: 400 },
    )
    expect(seen).toBeGreaterThan(40)
  })
})
