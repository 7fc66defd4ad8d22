/**
 * Which rows and columns of a map owe nothing to a border: neither padding nor a missing neighbour has a part in them.
 * Needed only where a pattern has no period, so that its unevenness is that of the map, borders left out.
 */
import type { Shape } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { type AxisWindow, touched } from './axis.ts'
import type { Axis, Field } from './field.ts'
import { mixedFrom } from './resample.ts'
import { isImage, type Sides, sidesOf } from './window.ts'

/** For one axis: 1 where a border has a part. */
type Marks = Uint8Array

type BothMarks = readonly [rows: Marks, columns: Marks]

/** The part of a map that no border has touched; undefined where nothing is left. */
export function interiorOf(
  inference: Inference,
  kind: 'forward' | 'gradient',
  { from, to }: { readonly from: number; readonly to: number },
  map: Field,
): Field | undefined {
  const marks = marksOf(inference, kind, from).get(to)
  if (!marks) return undefined
  const [rows, columns] = marks.map(axis => [...axis.keys()].filter(i => axis[i] === 0)) as [
    number[],
    number[],
  ]
  if (rows.length === 0 || columns.length === 0) return undefined
  const values = Float64Array.from(rows.flatMap(y => columns.map(x => map.values[y * map.width + x]!)))
  return { height: rows.length, width: columns.length, values }
}

function marksOf(inference: Inference, kind: 'forward' | 'gradient', from: number): Map<number, BothMarks> {
  const { topology, nodes } = inference
  const isForward = kind === 'forward'
  const marks = new Map<number, BothMarks>([[from, unmarked(shapeAt(inference, from))]])
  for (const index of isForward ? topology.order : [...topology.order].reverse()) {
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (!sides || node.state !== 'ready' || (isForward && index === from)) continue
    topology.sources[index]!.flat().forEach((source, input) => {
      const [here, there] = isForward ? [source.node, index] : [index, source.node]
      const known = marks.get(here)
      if (!known) return
      const shapes = { inputs: node.site.inputs, input, output: node.outputs[0]! }
      const target = isForward ? shapes.output : shapes.inputs[input]!
      const passed = ([0, 1] as const).map(axis => along(sides, axis, known[axis], shapes, kind))
      const before = marks.get(there) ?? unmarked(target)
      marks.set(there, [either(before[0], passed[0]!), either(before[1], passed[1]!)])
    })
  }
  return marks
}

const shapeAt = ({ nodes }: Inference, index: number): Shape => {
  const node = nodes[index]!
  return node.state === 'ready' ? node.outputs[0]! : []
}

const sideOf = (shape: Shape, axis: Axis): number => (isImage(shape) ? shape[axis + 1]! : 1)

const unmarked = (shape: Shape): BothMarks => [
  new Uint8Array(sideOf(shape, 0)),
  new Uint8Array(sideOf(shape, 1)),
]

/** Marks that do not fit belong to a tensor whose pixels have lost their place. */
const either = (a: Marks, b: Marks): Marks => (a.length === b.length ? a.map((mark, i) => mark | b[i]!) : a)

function along(
  sides: Sides,
  axis: Axis,
  marks: Marks,
  { inputs, input, output }: { inputs: readonly Shape[]; input: number; output: Shape },
  kind: 'forward' | 'gradient',
): Marks {
  const side = sideOf(inputs[input]!, axis)
  const size = sideOf(output, axis)
  const isForward = kind === 'forward'
  if (sides.kind === 'window') {
    const result = new Uint8Array(isForward ? size : side)
    for (const [out, into] of linksOf(sides.axes[axis], side, size)) {
      const [to, from] = isForward ? [out, into] : [into, out]
      // What lies outside reads as undefined and counts as a border too.
      if (to >= 0 && to < result.length && marks[from] !== 0) result[to] = 1
    }
    return result
  }
  if (sides.kind === 'merge' && sides.joint === axis) {
    const offset = inputs.slice(0, input).reduce((sum, shape) => sum + sideOf(shape, axis), 0)
    if (!isForward) return marks.slice(offset, offset + side)
    const placed = new Uint8Array(size)
    placed.set(marks, offset)
    return placed
  }
  return sides.kind === 'scrambled' ? new Uint8Array(isForward ? size : side) : marks
}

/** Which pixel of the output depends on which of the input, those beyond both borders among them. */
function* linksOf(
  w: AxisWindow,
  side: number,
  size: number,
): Generator<readonly [out: number, into: number]> {
  if (w.mixing) {
    const [output, input] = w.mixing.period
    const beyond = Math.ceil((3 * output) / input) + 2
    for (let out = -beyond; out < Math.max(size, (side * output) / input) + beyond; out++) {
      for (const [into] of mixedFrom(w.mixing, out)) yield [out, into]
    }
    return
  }
  const span = w.dilation * (w.kernel - 1) + 1
  const long = w.kind === 'gather' ? side : size
  const first = Math.floor((w.before - span) / w.stride) - 1
  for (let at = first; at <= Math.ceil((long + w.before) / w.stride) + 1; at++) {
    for (let tap = 0; tap < w.kernel; tap++) {
      const pixel = touched(w, at, tap)
      yield w.kind === 'gather' ? [at, pixel] : [pixel, at]
    }
  }
}
