/**
 * Overlap maps of any size, and where each of their pixels comes from. Along a way without branches the counts of height
 * and width are apart from each other, so that a map is the product of two lines, and lines of another length show the
 * interior that a small code does not have.
 */
import { type Pair, sameShape } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { type AxisWindow, backwardLine, forwardLine, type Line, outputSide, seen, touched } from './axis.ts'
import { type Axis, type Field, productField } from './field.ts'
import { endsOf, type OverlapKind } from './overlap.ts'
import { isImage, sidesOf } from './window.ts'

/** Layers one behind the other, as what each does to height and to width. */
export type Way = readonly (readonly [AxisWindow, AxisWindow])[]

/** The counts of a way at one size. */
export interface OverlapMap {
  readonly kind: OverlapKind
  /** The sides that ones are placed on: of the code or the layer's input (forward), of the code or its output (gradient). */
  readonly ones: Pair
  /** Counts for height and for width; their product is the map. */
  readonly lines: readonly [rows: Line, columns: Line]
  readonly map: Field
  /** By how many ways each of the ones reaches this row (axis 0) or column (axis 1). */
  waysTo(axis: Axis, pixel: number): Line
}

/**
 * The map of a way from these sides on: what is painted from a code of this size (forward), or the gradient of an Input
 * of this size. Undefined where a layer does not fit.
 */
export function mapAlong(way: Way, kind: OverlapKind, start: Pair): OverlapMap | undefined {
  const axes = ([0, 1] as const).map(axis =>
    lineAlong(
      way.map(windows => windows[axis]),
      kind,
      start[axis],
    ),
  )
  const [rows, columns] = axes
  if (!rows || !columns) return undefined
  return {
    kind,
    ones: [rows.ones, columns.ones],
    lines: [rows.line, columns.line],
    map: productField(rows.line, columns.line),
    waysTo: (axis, pixel) => axes[axis]!.waysTo(pixel),
  }
}

/** The sides behind a way; undefined where a layer does not fit. */
export function sidesAlong(way: Way, start: Pair): Pair | undefined {
  let [height, width] = start
  for (const [down, across] of way) {
    height = outputSide(down, height)
    width = outputSide(across, width)
    if (height < 1 || width < 1) return undefined
  }
  return [height, width]
}

function lineAlong(windows: readonly AxisWindow[], kind: OverlapKind, start: number) {
  const sides = [start]
  for (const w of windows) {
    const side = outputSide(w, sides.at(-1)!)
    if (side < 1) return undefined
    sides.push(side)
  }
  const last = windows.length
  const onward = (line: Line): Line => windows.reduce((each, w) => forwardLine(w, each), line)
  const back = (line: Line): Line =>
    windows.reduceRight((each, w, i) => backwardLine(w, each, sides[i]!), line)
  const isForward = kind === 'forward'
  const ones = isForward ? start : sides[last]!
  const length = isForward ? sides[last]! : start
  return {
    ones,
    line: (isForward ? onward : back)(new Float64Array(ones).fill(1)),
    waysTo: (pixel: number): Line => {
      const single = new Float64Array(length)
      single[pixel] = 1
      return (isForward ? back : onward)(single)
    },
  }
}

/** The map of one layer from ones of these sides; for a gradient, as many rows and columns are lost as in the model. */
export function layerMap(inference: Inference, id: string, ones: Pair): OverlapMap | undefined {
  const index = inference.topology.index.get(id)
  const node = index === undefined ? undefined : inference.nodes[index]
  const sides = node && sidesOf(node)
  if (node?.state !== 'ready' || sides?.kind !== 'window') return undefined
  if (sides.window.kind === 'scatter') return mapAlong([sides.axes], 'forward', ones)
  const image = node.site.inputs[0]!
  const start = ([0, 1] as const).map(axis => {
    const w = sides.axes[axis]
    if (w.mixing) return image[axis + 1]!
    const least = (side: number) =>
      (side - 1) * w.stride + w.dilation * (w.kernel - 1) + 1 - w.before - w.after
    const lost = image[axis + 1]! - least(outputSide(w, image[axis + 1]!))
    return Math.max(1, least(ones[axis]) + lost)
  })
  return mapAlong([sides.axes], 'gradient', [start[0]!, start[1]!])
}

/** A pixel of the short side of a layer, and the tap by which it touches one of the long side. */
export interface Touch {
  readonly at: number
  readonly tap: number
  /** True where the tap lies beyond the border and touches the pixel that is mirrored, repeated or carried round there. */
  readonly isBeyond?: true
}

/** Which of `short` pixels paint this one of `long`, or get a gradient from it, and by which tap: along one axis of one layer. */
export function tapsAt(w: AxisWindow, short: number, long: number, pixel: number): readonly Touch[] {
  const found: Touch[] = []
  for (let at = 0; at < short; at++) {
    for (let tap = 0; tap < w.kernel; tap++) {
      const place = touched(w, at, tap)
      if (seen(w, place, long) !== pixel) continue
      found.push({ at, tap, ...(place !== pixel && { isBeyond: true as const }) })
    }
  }
  return found
}

/** A way without branches between two nodes. */
export interface Route {
  readonly way: Way
  /** Indices of the nodes at whose outputs it begins and ends. */
  readonly start: number
  readonly end: number
}

/**
 * The way from the code to the output (forward) or from the Input to the code (gradient). It begins behind, or ends
 * before, a layer in which pixels lose their place. Undefined where tensors join on the way, and without such a way.
 */
export function routeOf(inference: Inference, kind: OverlapKind): Route | undefined {
  const { input, code, output } = endsOf(inference)
  const from = kind === 'forward' ? (code ?? input) : input
  const to = kind === 'forward' ? output : (code ?? output)
  if (from === undefined || to === undefined) return undefined
  let way: (readonly [AxisWindow, AxisWindow])[] = []
  let end = to
  for (let at = to; at !== from; ) {
    const sides = sidesOf(inference.nodes[at]!)
    const sources = inference.topology.sources[at]!.flat()
    const before = sources[0]?.node
    if (!sides || sources.length !== 1 || before === undefined) return undefined
    const same = sides.kind === 'reshaped' ? sameImage(inference, at) : undefined
    if (sides.kind === 'scrambled' || (sides.kind === 'reshaped' && same === undefined)) {
      if (kind === 'forward') return { way, start: at, end }
      way = []
      end = before
    } else if (sides.kind === 'window') way.unshift(sides.axes)
    at = same ?? before
  }
  return { way, start: from, end }
}

/** The node whose image comes back here, behind a Flatten and whatever keeps its order; undefined where another one does. */
function sameImage({ topology, nodes }: Inference, index: number): number | undefined {
  const shapeAt = (at: number) => {
    const node = nodes[at]!
    return node.state === 'ready' ? node.outputs[0] : undefined
  }
  const shape = shapeAt(index)
  if (!shape || !isImage(shape)) return undefined
  for (let at = index; sidesOf(nodes[at]!)?.kind === 'reshaped'; ) {
    const source = topology.sources[at]!.flat()[0]
    const before = source && shapeAt(source.node)
    if (!before) return undefined
    if (isImage(before)) return sameShape(before, shape) ? source.node : undefined
    at = source.node
  }
  return undefined
}
