/** Documents drawn at random: what inference says of a tensor is what the compiled model yields. */
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitions, registry } from '../../nodes/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { storedShape } from '../../src/graph/shape.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { chain, graph, input, type Layer, node } from '../builders.ts'

const pair = (min: number, max: number) =>
  fc.oneof(fc.integer({ min, max }), fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })))

const drawn: readonly fc.Arbitrary<Layer>[] = [
  fc.tuple(
    fc.constant('Conv2d'),
    fc.record({
      outChannels: fc.constantFrom(2, 4),
      kernelSize: pair(1, 4),
      stride: pair(1, 3),
      padding: fc.oneof(pair(0, 2), fc.constantFrom('same', 'valid')),
      dilation: pair(1, 2),
      groups: fc.constantFrom(1, 2),
      paddingMode: fc.constantFrom('zeros', 'reflect', 'replicate', 'circular'),
    }),
  ),
  fc.tuple(
    fc.constant('ConvTranspose2d'),
    fc.record({
      outChannels: fc.constantFrom(2, 4),
      kernelSize: pair(1, 4),
      stride: pair(1, 3),
      padding: pair(0, 2),
      outputPadding: pair(0, 2),
      dilation: pair(1, 3),
    }),
  ),
  fc.tuple(
    fc.constantFrom('MaxPool2d', 'AvgPool2d'),
    fc.record({
      kernelSize: pair(1, 4),
      stride: fc.oneof(fc.constant(null), pair(1, 5)),
      padding: pair(0, 2),
      ceilMode: fc.boolean(),
    }),
  ),
  fc.tuple(fc.constant('AdaptiveAvgPool2d'), fc.record({ outputSize: pair(1, 7) })),
  fc.tuple(
    fc.constant('Upsample'),
    fc.record({
      scaleFactor: fc.constantFrom(2, 3, 0.6, 1.7),
      mode: fc.constantFrom('nearest', 'bilinear', 'bicubic', 'nearest-exact', 'area', 'linear'),
    }),
  ),
  fc.tuple(
    fc.constantFrom('ZeroPad2d', 'ReflectionPad2d', 'ReplicationPad2d'),
    fc.record({
      padding: fc.tuple(...([0, 1, 2, 3] as const).map(() => fc.integer({ min: -1, max: 2 }))),
    }),
  ),
  fc.tuple(fc.constant('GroupNorm'), fc.record({ numGroups: fc.integer({ min: 1, max: 4 }) })),
  fc.tuple(
    fc.constant('LayerNorm'),
    fc.record({
      normalizedShape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 }),
      elementwiseAffine: fc.boolean(),
      bias: fc.boolean(),
    }),
  ),
  fc.tuple(
    fc.constantFrom('BatchNorm2d', 'InstanceNorm2d'),
    fc.record({ affine: fc.boolean(), trackRunningStats: fc.boolean() }),
  ),
  fc.tuple(fc.constant('Linear'), fc.record({ outFeatures: fc.integer({ min: 1, max: 5 }) })),
  fc.tuple(fc.constant('Unflatten'), fc.record({ unflattenedSize: fc.constantFrom([2, 2, -1], [1, -1]) })),
  fc.tuple(
    fc.constantFrom(
      ...definitions
        .filter(({ inputs, category }) => inputs.length === 1 && !inputs[0]!.multiple && category !== 'loss')
        .map(({ type }) => type),
    ),
    fc.constant({}),
  ),
]

/** Sizes of every tensor of a model, as inference and as the model itself has them. */
function sizesOf(document: ReturnType<typeof chain>) {
  const inference = inferGraph(document, registry)
  const compiled = compile(inference)
  if ('problems' in compiled) return undefined
  const { plan } = compiled
  const model = buildModel(plan)
  const inputs = plan.inputs.map(({ shape }) => tf.zeros([2, ...storedShape(shape)]))
  const outputs = tf.tidy(() => [model.predict(inputs)].flat().map(tensor => (tensor as tf.Tensor).shape))
  tf.dispose(inputs)
  const symbolic = plan.steps.length === 0 ? [] : model.outputs.map(({ shape }) => shape.slice(1))
  model.dispose()
  const said = plan.outputs.map(({ shape }) => storedShape(shape))
  return { said, symbolic, outputs }
}

const agrees = (document: ReturnType<typeof chain>): boolean => {
  const sizes = sizesOf(document)
  if (!sizes) return false
  expect(sizes.outputs, JSON.stringify(document.nodes)).toEqual(sizes.said.map(shape => [2, ...shape]))
  expect(sizes.symbolic).toEqual(sizes.said)
  return true
}

test('chains yield the sizes that they promise', () => {
  let seen = 0
  fc.assert(
    fc.property(
      fc.tuple(...([1, 2, 3] as const).map(() => fc.integer({ min: 2, max: 9 }))),
      fc.array(fc.oneof(...drawn), { minLength: 1, maxLength: 4 }),
      (shape, layers) => {
        if (agrees(chain(input(...shape), ...layers))) seen++
      },
    ),
    { numRuns: 400 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('branches that meet in Add, Multiply or Concat yield the sizes that they promise', () => {
  const merges = definitions.filter(({ inputs }) => inputs[0]?.multiple).map(({ type }) => type)
  let seen = 0
  fc.assert(
    fc.property(
      fc.tuple(...([1, 2, 3] as const).map(() => fc.integer({ min: 2, max: 8 }))),
      fc.oneof(...drawn),
      fc.oneof(fc.constant(undefined), ...drawn),
      fc.constantFrom(...merges),
      (shape, left, other, merge) => {
        // Two layers drawn apart seldom fit together, so most branches are alike.
        const right = merge === 'Concat' || other?.[0] === left[0] ? left : (other ?? left)
        const document = graph(
          [
            node('image', 'Input', { shape }),
            node('left', left[0], left[1]),
            node('right', right[0], right[1]),
            node('sum', merge),
          ],
          [
            ['image', 'left'],
            ['image', 'right'],
            ['left', 'sum'],
            ['right', 'sum'],
          ],
        )
        if (agrees(document)) seen++
      },
    ),
    { numRuns: 400 },
  )
  expect(seen).toBeGreaterThan(20)
})

const whole = (min: number, max: number) => fc.integer({ min, max })

/** Layers whose axes are drawn too, and those that take several tensors. */
const wired: readonly fc.Arbitrary<Layer>[] = [
  ...drawn,
  fc.tuple(fc.constant('PixelShuffle'), fc.record({ upscaleFactor: whole(1, 2) })),
  fc.tuple(fc.constant('PixelUnshuffle'), fc.record({ downscaleFactor: whole(1, 2) })),
  fc.tuple(fc.constant('Flatten'), fc.record({ startDim: whole(-3, 3), endDim: whole(-3, 3) })),
  fc.tuple(fc.constantFrom('Softmax', 'Concat'), fc.record({ dim: whole(-3, 3) })),
  fc.tuple(fc.constantFrom('Add', 'Multiply', 'Reparameterize'), fc.constant({})),
]

test('graphs of several Inputs and outputs, wired at random, yield the sizes that they promise', () => {
  const [seen, types] = [{ inputs: 0, outputs: 0 }, new Set<string>()]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(...([1, 2, 3] as const).map(() => whole(1, 6))), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.oneof(...wired), fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 })), {
        minLength: 1,
        maxLength: 12,
      }),
      (shapes, layers) => {
        let document = graph(
          shapes.map((shape, i) => node(`x${i}`, 'Input', { shape })),
          [],
        )
        for (const [[type, params], draws] of layers) {
          // Among the latest nodes, so that graphs become deep; a layer that does not fit is left out.
          const sources = document.nodes.slice(-5).map(({ id }) => id)
          const id = `n${document.nodes.length}`
          const { inputs } = registry.get(type)!
          const ports = inputs[0]!.multiple ? draws.map(() => inputs[0]!) : inputs
          const { edges, nodes } = graph(
            [...document.nodes, node(id, type, params)],
            ports.map(({ name }, i) => [
              sources[draws[i % draws.length]! % sources.length]!,
              `${id}/${name}`,
            ]),
          )
          const next = { ...document, nodes, edges: [...document.edges, ...edges] }
          const found = inferGraph(next, registry).nodes.at(-1)!
          if (found.state !== 'ready' || found.outputs[0]!.includes(0)) continue
          document = next
          types.add(type)
        }
        if (!agrees(document)) return
        if (shapes.length > 1) seen.inputs++
        if ((sizesOf(document)?.said.length ?? 0) > 1) seen.outputs++
      },
    ),
    { numRuns: 300 },
  )
  expect(Math.min(seen.inputs, seen.outputs)).toBeGreaterThan(50)
  expect(types.size).toBeGreaterThan(25)
})
