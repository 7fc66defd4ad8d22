/** Random stacks of every layer that moves pixels, with joins in between. */
import fc from 'fast-check'
import type { GraphDocument, GraphNode } from '../../src/graph/document.ts'
import { graph, node, type Wire } from '../builders.ts'

interface Drawn {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
}

/** One layer, or two branches that begin at the same tensor and are joined. */
type Piece =
  | Drawn
  | {
      readonly join: string
      readonly params?: Drawn['params']
      readonly branches: readonly (readonly Drawn[])[]
    }

const drawn = <P>(type: string, params: { [K in keyof P]: fc.Arbitrary<P[K]> }): fc.Arbitrary<Drawn> =>
  fc.record(params).map(values => ({ type, params: values as Drawn['params'] }))

const whole = (min: number, max: number) => fc.integer({ min, max })
const pair = (min: number, max: number) =>
  fc.oneof(whole(min, max), fc.tuple(whole(min, max), whole(min, max)))
const channels = fc.constantFrom(2, 4)

const convolution = drawn('Conv2d', {
  outChannels: channels,
  kernelSize: pair(1, 4),
  stride: pair(1, 3),
  padding: pair(0, 2),
  dilation: pair(1, 2),
  groups: fc.constantFrom(1, 1, 2),
  paddingMode: fc.constantFrom('zeros', 'reflect', 'replicate', 'circular'),
})

const transposed = drawn('ConvTranspose2d', {
  outChannels: channels,
  kernelSize: pair(1, 4),
  stride: pair(1, 3),
  padding: pair(0, 1),
  outputPadding: pair(0, 1),
  dilation: pair(1, 2),
  groups: fc.constantFrom(1, 1, 2),
})

const pool = {
  kernelSize: pair(1, 4),
  stride: fc.option(pair(1, 3)),
  padding: pair(0, 2),
  ceilMode: fc.boolean(),
}
const maxPool = drawn('MaxPool2d', { ...pool, dilation: pair(1, 2) })
const avgPool = drawn('AvgPool2d', {
  ...pool,
  countIncludePad: fc.boolean(),
  divisorOverride: fc.option(whole(1, 5), { freq: 5 }),
})
const adaptive = drawn('AdaptiveAvgPool2d', { outputSize: pair(1, 9) })

const factor = fc.constantFrom(0.5, 0.75, 1, 1.3, 1.5, 1.7, 2, 2.5, 3)
const factors = fc.oneof(factor, fc.tuple(factor, factor))
const plainMode = fc.constantFrom('nearest', 'nearest-exact', 'area')
const blendMode = fc.constantFrom('bilinear', 'bicubic')
const upsample = fc.oneof(
  drawn('Upsample', { scaleFactor: factors, mode: plainMode, recomputeScaleFactor: fc.boolean() }),
  drawn('Upsample', {
    scaleFactor: factors,
    mode: blendMode,
    alignCorners: fc.boolean(),
    recomputeScaleFactor: fc.boolean(),
  }),
  drawn('Upsample', { size: pair(1, 14), mode: plainMode }),
  drawn('Upsample', { size: pair(1, 14), mode: blendMode, alignCorners: fc.boolean() }),
)

const margin = whole(-1, 2)
const padded = fc
  .tuple(
    fc.constantFrom('ZeroPad2d', 'ReflectionPad2d', 'ReplicationPad2d'),
    fc.tuple(margin, margin, margin, margin),
  )
  .map(([type, padding]): Drawn => ({ type, params: { padding } }))

const unshuffle = drawn('PixelUnshuffle', { downscaleFactor: fc.constantFrom(1, 2) })
const activation = fc
  .constantFrom('ReLU', 'BatchNorm2d', 'Identity')
  .map((type): Drawn => ({ type, params: {} }))

const single = fc.oneof(
  { weight: 4, arbitrary: convolution },
  { weight: 4, arbitrary: transposed },
  { weight: 3, arbitrary: upsample },
  maxPool,
  avgPool,
  adaptive,
  padded,
  unshuffle,
  activation,
)

const same = drawn('Conv2d', {
  outChannels: fc.constant(2),
  kernelSize: pair(1, 4),
  padding: fc.constant('same'),
  dilation: pair(1, 2),
})

/** Down and up again by two, so that sides that are even come back. */
const there = fc.constantFrom<readonly Drawn[]>(
  [
    { type: 'MaxPool2d', params: { kernelSize: 2 } },
    { type: 'ConvTranspose2d', params: { outChannels: 2, kernelSize: 2, stride: 2 } },
  ],
  [
    { type: 'Conv2d', params: { outChannels: 2, kernelSize: 3, stride: 2, padding: 1 } },
    { type: 'Upsample', params: { scaleFactor: 2, mode: 'bilinear' } },
  ],
  [
    { type: 'AvgPool2d', params: { kernelSize: 2 } },
    {
      type: 'ConvTranspose2d',
      params: { outChannels: 2, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 },
    },
  ],
  [{ type: 'AdaptiveAvgPool2d', params: { outputSize: 1 } }],
)

const branch = fc.oneof(
  fc.array(same, { maxLength: 2 }),
  there.map(layers => layers as Drawn[]),
)
const join = fc.record({
  join: fc.constantFrom('Add', 'Concat', 'Multiply'),
  branches: fc.tuple(branch, branch),
})
const beside = fc
  .tuple(fc.constantFrom(2, 3), fc.tuple(branch, branch))
  .map(([dim, branches]): Piece => ({ join: 'Concat', params: { dim }, branches }))

/** Pieces one behind the other; a shuffle stands behind a convolution, which makes all channels alike. */
const piece: fc.Arbitrary<readonly Piece[]> = fc.oneof(
  { weight: 12, arbitrary: single.map(layer => [layer]) },
  { weight: 2, arbitrary: join.map(each => [each as Piece]) },
  beside.map(each => [each]),
  fc.constantFrom(1, 2).map(upscaleFactor => [
    { type: 'Conv2d', params: { outChannels: 4, kernelSize: 1 } },
    { type: 'PixelShuffle', params: { upscaleFactor } },
  ]),
)

/** An image and up to five pieces behind it. Many have a problem: what does not fit is for the test to leave out. */
export const stacks = (
  longest: number,
  sides: fc.Arbitrary<number>,
  pieces = piece,
): fc.Arbitrary<GraphDocument> =>
  fc
    .tuple(fc.constantFrom(1, 2, 4), sides, sides, fc.array(pieces, { minLength: 1, maxLength: longest }))
    .map(([count, height, width, layers]) => documentOf([count, height, width], layers.flat()))

/** Layers whose pattern shows on one image, with factors that single precision does not blur. */
export const patterned: fc.Arbitrary<readonly Piece[]> = fc.oneof(
  drawn('Conv2d', {
    outChannels: fc.constant(1),
    kernelSize: pair(1, 4),
    stride: pair(1, 2),
    padding: pair(0, 1),
    dilation: pair(1, 2),
  }).map(each => [each]),
  drawn('ConvTranspose2d', {
    outChannels: fc.constant(1),
    kernelSize: pair(1, 4),
    stride: pair(1, 2),
    padding: pair(0, 1),
    outputPadding: fc.constant(0),
    dilation: pair(1, 2),
  }).map(each => [each]),
  drawn('Upsample', {
    scaleFactor: fc.constantFrom(0.5, 1.5, 1.25, 2),
    mode: fc.constantFrom('nearest', 'bilinear', 'bicubic'),
  }).map(each => [each]),
  drawn('AvgPool2d', { kernelSize: pair(1, 3), stride: pair(1, 2) }).map(each => [each]),
  join.map(each => [
    { ...each, branches: each.branches.map(layers => layers.filter(l => l.type === 'Conv2d')) },
  ]),
)

function documentOf(shape: readonly number[], pieces: readonly Piece[]): GraphDocument {
  const nodes: GraphNode[] = [node('image', 'Input', { shape })]
  const wires: Wire[] = []
  const add = (type: string, params: Drawn['params'], from: readonly string[]) => {
    const id = `${type.toLowerCase()}${nodes.length}`
    nodes.push(node(id, type, params))
    for (const source of from) wires.push([source, id])
    return id
  }
  let at = 'image'
  for (const each of pieces) {
    if ('join' in each) {
      const ends = each.branches.map(layers =>
        layers.reduce((from, { type, params }) => add(type, params, [from]), at),
      )
      at = add(each.join, each.params ?? {}, ends)
    } else at = add(each.type, each.params, [at])
  }
  return graph(nodes, wires)
}
