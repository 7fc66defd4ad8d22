/**
 * Overlap counts the slow way: every layer as the list of its connections between single values, all weights 1 divided by
 * the channels that a filter sees. Shares no code with what it judges. Rules are those of torch: aten/src/ATen/native
 * (AvgPoolKernel.cpp, AdaptiveAveragePooling.cpp, UpSample.h, PixelShuffle.cpp), torch.nn.Conv2d and ConvTranspose2d.
 */
import type { Shape } from '../../src/graph/shape.ts'
import type { Inference } from '../../src/infer/inference.ts'

/** A value of the output that depends on one of an input. */
interface Link {
  readonly out: number
  readonly into: number
  readonly weight: number
}

type Params = Readonly<Record<string, unknown>>
type Three = readonly [number, number, number]

const count = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)
const two = (value: unknown): readonly [number, number] =>
  Array.isArray(value) ? [value[0] as number, value[1] as number] : [value as number, value as number]
const flat = ([, h, w]: Three, c: number, y: number, x: number): number => (c * h + y) * w + x
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

/** Where a place beyond a side is looked up; undefined where it is zero. */
function lookUp(mode: string, at: number, side: number): number | undefined {
  if (at >= 0 && at < side) return at
  if (mode === 'replicate') return at < 0 ? 0 : side - 1
  if (mode === 'circular') return at < 0 ? at + side : at - side
  if (mode === 'reflect') return at < 0 ? -at : 2 * side - 2 - at
  return undefined
}

function* convolution(p: Params, from: Three, to: Three): Generator<Link> {
  const [k, s, d] = [two(p.kernelSize), two(p.stride), two(p.dilation)]
  const pad =
    p.padding === 'same'
      ? ([0, 1] as const).map(a => Math.floor((d[a] * (k[a] - 1)) / 2))
      : p.padding === 'valid'
        ? [0, 0]
        : two(p.padding)
  const groups = p.groups as number
  const [inner, outer] = [from[0] / groups, to[0] / groups]
  for (const c of range(to[0]))
    for (const y of range(to[1]))
      for (const x of range(to[2]))
        for (const i of range(inner))
          for (const ky of range(k[0]))
            for (const kx of range(k[1])) {
              const iy = lookUp(p.paddingMode as string, y * s[0] - pad[0]! + ky * d[0], from[1])
              const ix = lookUp(p.paddingMode as string, x * s[1] - pad[1]! + kx * d[1], from[2])
              if (iy === undefined || ix === undefined) continue
              const into = flat(from, Math.floor(c / outer) * inner + i, iy, ix)
              yield { out: flat(to, c, y, x), into, weight: 1 / inner }
            }
}

function* transposed(p: Params, from: Three, to: Three): Generator<Link> {
  const [k, s, d, pad] = [two(p.kernelSize), two(p.stride), two(p.dilation), two(p.padding)]
  const groups = p.groups as number
  const [inner, outer] = [from[0] / groups, to[0] / groups]
  for (const i of range(from[0]))
    for (const y of range(from[1]))
      for (const x of range(from[2]))
        for (const o of range(outer))
          for (const ky of range(k[0]))
            for (const kx of range(k[1])) {
              const [oy, ox] = [y * s[0] - pad[0] + ky * d[0], x * s[1] - pad[1] + kx * d[1]]
              if (oy < 0 || ox < 0 || oy >= to[1] || ox >= to[2]) continue
              const c = Math.floor(i / inner) * outer + o
              yield { out: flat(to, c, oy, ox), into: flat(from, i, y, x), weight: 1 / inner }
            }
}

function* pooling(p: Params, from: Three, to: Three, isMean: boolean): Generator<Link> {
  const [k, s, pad] = [two(p.kernelSize), two(p.stride ?? p.kernelSize), two(p.padding)]
  const d = isMean ? ([1, 1] as const) : two(p.dilation)
  for (const c of range(from[0]))
    for (const y of range(to[1]))
      for (const x of range(to[2])) {
        const start = [y * s[0] - pad[0], x * s[1] - pad[1]] as const
        const whole = ([0, 1] as const).map(a => Math.min(start[a] + k[a], from[a + 1]! + pad[a]) - start[a])
        const seen: number[] = []
        for (const ky of range(k[0]))
          for (const kx of range(k[1])) {
            const [iy, ix] = [start[0] + ky * d[0], start[1] + kx * d[1]]
            if (iy >= 0 && ix >= 0 && iy < from[1] && ix < from[2]) seen.push(flat(from, c, iy, ix))
          }
        const divisor = isMean
          ? ((p.divisorOverride as number | null) ??
            (p.countIncludePad ? whole[0]! * whole[1]! : seen.length))
          : 1
        for (const into of seen) yield { out: flat(to, c, y, x), into, weight: 1 / divisor }
      }
}

/** For each pixel of a side that comes out, the pixels that it is made of. */
type Shares = readonly (readonly (readonly [number, number])[])[]

const adaptive = (side: number, size: number): Shares =>
  range(size).map(i => {
    const [first, behind] = [Math.floor((i * side) / size), Math.ceil(((i + 1) * side) / size)]
    return range(behind - first).map(j => [first + j, 1 / (behind - first)] as const)
  })

function interpolated(p: Params, axis: 0 | 1, side: number, size: number, channels: number): Shares {
  const mode = p.mode as string
  if (mode === 'area') return adaptive(side, size)
  const factor = p.scaleFactor === null || p.recomputeScaleFactor ? null : two(p.scaleFactor)[axis]
  const isCopy = size === side && (mode === 'bilinear' || (mode === 'nearest' && channels === 1))
  const isDouble = mode === 'nearest' && channels === 1 && size === 2 * side
  const corners = p.alignCorners === true
  const ratio = corners
    ? size > 1
      ? (side - 1) / (size - 1)
      : 0
    : factor === null || isCopy || isDouble
      ? side / size
      : 1 / factor
  const clamp = (at: number) => Math.min(Math.max(at, 0), side - 1)
  return range(size).map(i => {
    if (mode.startsWith('nearest')) {
      const at = mode === 'nearest' ? i : i + 0.5
      return [[Math.min(Math.floor(Math.fround(at * Math.fround(ratio))), side - 1), 1]]
    }
    const place = corners ? i * ratio : ratio * (i + 0.5) - 0.5
    if (mode === 'bilinear') {
      const real = Math.max(place, 0)
      const first = Math.min(Math.floor(real), side - 1)
      const share = Math.min(Math.max(real - first, 0), 1)
      return [
        [first, 1 - share],
        [first + (first < side - 1 ? 1 : 0), share],
      ]
    }
    const [a, first] = [-0.75, Math.floor(place)]
    const t = place - first
    const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1
    const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    const shares = [far(t + 1), near(t), near(1 - t), far(2 - t)]
    return shares.map((share, j) => [clamp(first - 1 + j), share] as const)
  })
}

function* separate(rows: Shares, columns: Shares, from: Three, to: Three): Generator<Link> {
  for (const c of range(from[0]))
    for (const [y, row] of rows.entries())
      for (const [x, column] of columns.entries())
        for (const [iy, a] of row)
          for (const [ix, b] of column)
            yield { out: flat(to, c, y, x), into: flat(from, c, iy, ix), weight: a * b }
}

function* margins(p: Params, mode: string, from: Three, to: Three): Generator<Link> {
  const [left, right, top, bottom] = (
    typeof p.padding === 'number' ? range(4).map(() => p.padding) : p.padding
  ) as [number, number, number, number]
  if (from[1] + top + bottom !== to[1] || from[2] + left + right !== to[2]) throw new Error('Another size.')
  for (const c of range(to[0]))
    for (const y of range(to[1]))
      for (const x of range(to[2])) {
        const [iy, ix] = [lookUp(mode, y - top, from[1]), lookUp(mode, x - left, from[2])]
        if (iy === undefined || ix === undefined) continue
        yield { out: flat(to, c, y, x), into: flat(from, c, iy, ix), weight: 1 }
      }
}

/** Pixel (i, j) of a square of r×r is channel c·r² + i·r + j. */
function* shuffle(r: number, small: Three, large: Three, isUp: boolean): Generator<Link> {
  for (const c of range(large[0]))
    for (const y of range(large[1]))
      for (const x of range(large[2])) {
        const channel = c * r * r + (y % r) * r + (x % r)
        const [far, near] = [flat(small, channel, Math.floor(y / r), Math.floor(x / r)), flat(large, c, y, x)]
        yield isUp ? { out: near, into: far, weight: 1 } : { out: far, into: near, weight: 1 }
      }
}

function* joined(
  type: string,
  p: Params,
  shapes: readonly Shape[],
  which: number,
  to: Shape,
): Generator<Link> {
  const shape = shapes[which]!
  const before = (axis: number) => shapes.slice(0, which).reduce((sum, other) => sum + other[axis]!, 0)
  const shift = [0, 1, 2].map(axis => (type === 'Concat' && p.dim === axis + 1 ? before(axis) : 0))
  const repeats = (axis: number) => (type !== 'Concat' && shape[axis] === 1 ? to[axis]! : 1)
  const [a, b] = [shape as Three, to as Three]
  for (const c of range(a[0]))
    for (const y of range(a[1]))
      for (const x of range(a[2]))
        for (const rc of range(repeats(0)))
          for (const ry of range(repeats(1)))
            for (const rx of range(repeats(2)))
              yield {
                out: flat(b, c + shift[0]! + rc, y + shift[1]! + ry, x + shift[2]! + rx),
                into: flat(a, c, y, x),
                weight: 1,
              }
}

function* kept(size: number): Generator<Link> {
  for (const i of range(size)) yield { out: i, into: i, weight: 1 }
}

/** How input `which` of a node has a part in its output; undefined for layers in which the count starts again. */
function linksOf(type: string, p: Params, shapes: readonly Shape[], which: number, to: Shape) {
  const [a, b] = [shapes[which] as Three, to as Three]
  switch (type) {
    case 'Conv2d':
      return convolution(p, a, b)
    case 'ConvTranspose2d':
      return transposed(p, a, b)
    case 'MaxPool2d':
      return pooling(p, a, b, false)
    case 'AvgPool2d':
      return pooling(p, a, b, true)
    case 'AdaptiveAvgPool2d':
      return separate(adaptive(a[1], b[1]), adaptive(a[2], b[2]), a, b)
    case 'Upsample': {
      const [rows, columns] = ([0, 1] as const).map(axis =>
        interpolated(p, axis, a[axis + 1]!, b[axis + 1]!, a[0]),
      )
      return separate(rows!, columns!, a, b)
    }
    case 'ZeroPad2d':
      return margins(p, 'zeros', a, b)
    case 'ReflectionPad2d':
      return margins(p, 'reflect', a, b)
    case 'ReplicationPad2d':
      return margins(p, 'replicate', a, b)
    case 'PixelShuffle':
      return shuffle(p.upscaleFactor as number, a, b, true)
    case 'PixelUnshuffle':
      return shuffle(p.downscaleFactor as number, b, a, false)
    case 'Add':
    case 'Multiply':
    case 'Concat':
      return joined(type, p, shapes, which, to)
    case 'Linear':
      return undefined
    default:
      return kept(count(to))
  }
}

/** A map of counts, row after row. */
export interface NaiveMap {
  readonly height: number
  readonly width: number
  readonly values: Float64Array
}

const readyNode = (inference: Inference, index: number) => {
  const node = inference.nodes[index]!
  if (node.state !== 'ready') throw new Error(`${inference.document.nodes[index]!.id} has no size.`)
  return node
}

const sides = (shape: Shape): readonly [number, number] =>
  shape.length === 3 ? [shape[1]!, shape[2]!] : [1, 1]

/** The mean over the channels of what ones at the first node become at the last one. */
export function naiveForward(inference: Inference, first: number, last: number): NaiveMap {
  const shapeOf = (index: number) => readyNode(inference, index).outputs[0]!
  const values = new Map<number, Float64Array>([[first, new Float64Array(count(shapeOf(first))).fill(1)]])
  for (const index of inference.topology.order) {
    const sources = inference.topology.sources[index]!.flat()
    if (index === first || !sources.some(({ node }) => values.has(node))) continue
    const { type } = inference.document.nodes[index]!
    const node = readyNode(inference, index)
    const [to, shapes] = [node.outputs[0]!, node.site.inputs]
    const result = new Float64Array(count(to))
    sources.forEach((source, which) => {
      const from = values.get(source.node)
      if (!from) return
      const links = linksOf(type, node.params, shapes, which, to)
      if (!links) result.fill(1)
      else for (const { out, into, weight } of links) result[out]! += weight * from[into]!
    })
    values.set(index, result)
  }
  const [height, width] = sides(shapeOf(last))
  const map = new Float64Array(height * width)
  const all = values.get(last)!
  const channels = all.length / map.length
  all.forEach((value, i) => {
    map[i % map.length]! += value / channels
  })
  return { height, width, values: map }
}

/** The gradient of the mean channel's sum at the last node with respect to all channels of the first. */
export function naiveBackward(inference: Inference, first: number, last: number): NaiveMap {
  const shapeOf = (index: number) => readyNode(inference, index).outputs[0]!
  const ones = (shape: Shape) =>
    new Float64Array(count(shape)).fill((sides(shape)[0] * sides(shape)[1]) / count(shape))
  const gradients = new Map<number, Float64Array>([[last, ones(shapeOf(last))]])
  for (const index of [...inference.topology.order].reverse()) {
    const gradient = gradients.get(index)
    if (!gradient || index === first) continue
    const { type } = inference.document.nodes[index]!
    const node = readyNode(inference, index)
    const [to, shapes] = [node.outputs[0]!, node.site.inputs]
    inference.topology.sources[index]!.flat().forEach((source, which) => {
      const shape = shapes[which]!
      const result = gradients.get(source.node) ?? new Float64Array(count(shape))
      const links = linksOf(type, node.params, shapes, which, to)
      if (!links) for (const [i, share] of ones(shape).entries()) result[i]! += share
      else for (const { out, into, weight } of links) result[into]! += weight * gradient[out]!
      gradients.set(source.node, result)
    })
  }
  const [height, width] = sides(shapeOf(first))
  const map = new Float64Array(height * width)
  gradients.get(first)!.forEach((value, i) => {
    map[i % map.length]! += value
  })
  return { height, width, values: map }
}
