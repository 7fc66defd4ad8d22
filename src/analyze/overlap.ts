/**
 * Where a network paints unevenly: each strided layer by itself, and the whole way from the code to the output (what is
 * painted) and from the code back to the Input (what learns). Exact counts with all weights 1; an even count is no
 * guarantee, since weights can learn a pattern, and an uneven one can be evened out behind. It is a risk with a reason.
 *
 * Source: A. Odena, V. Dumoulin, C. Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016.
 */
import type { Pair } from '../graph/shape.ts'
import { codeOf, outputIndices } from '../infer/code.ts'
import type { Inference } from '../infer/inference.ts'
import { endlessLine } from './axis.ts'
import { alongAxis, constantField, type Field, unevennessOf } from './field.ts'
import { propagateBackward, propagateForward } from './propagate.ts'
import { isImage, sidesOf } from './window.ts'

/** `forward` paints outputs, `gradient` reaches inputs on the way back. */
export type OverlapKind = 'forward' | 'gradient'

/** One strided layer by itself. */
export interface LayerOverlap {
  readonly id: string
  readonly type: string
  readonly kind: OverlapKind
  /** (max − min) / mean of the counts over one period, borders left out. */
  readonly unevenness: number
  readonly period: Pair
  /** The counts over one period, phases from pixel 0. */
  readonly tile: Field
}

/** All layers of a way together. */
export interface ComposedOverlap {
  readonly unevenness: number
  readonly period: Pair
  readonly tile: Field
  /** The counts at the document's own size, borders included. */
  readonly map: Field
  /** Ids of the two ends of the way: the code (or Input) and the output, or the Input and the code (or end). */
  readonly from: string
  readonly to: string
}

export interface OverlapReport {
  readonly layers: readonly LayerOverlap[]
  readonly forward: ComposedOverlap | undefined
  readonly gradient: ComposedOverlap | undefined
}

/** Overlap of every layer that can paint unevenly, and of the ways through them. */
export function analyzeOverlap(inference: Inference): OverlapReport {
  const { document, topology, nodes } = inference
  const layers = topology.order.flatMap((index): LayerOverlap[] => {
    const sides = sidesOf(nodes[index]!)
    if (sides?.kind !== 'window') return []
    const kind = sides.window.kind === 'scatter' ? 'forward' : 'gradient'
    if (kind === 'gradient' && sides.window.stride.every(step => step === 1)) return []
    const direction = kind === 'forward' ? 'forward' : 'backward'
    const tile = ([0, 1] as const).reduce(
      (field, axis) => alongAxis(field, axis, line => endlessLine(sides.axes[axis], line, direction)),
      constantField(1, 1),
    )
    const { id, type } = document.nodes[index]!
    return [{ id, type, kind, unevenness: unevennessOf(tile), period: periodOf(tile), tile }]
  })
  return { layers, forward: composed(inference, 'forward'), gradient: composed(inference, 'gradient') }
}

const periodOf = ({ height, width }: Field): Pair => [height, width]

/** The Input that images enter by, the code, and the output that is compared with the image. */
export function endsOf(inference: Inference): {
  input: number | undefined
  code: number | undefined
  output: number | undefined
} {
  const { topology, nodes } = inference
  const input = topology.order.find(index => topology.definitions[index]!.inputs.length === 0)
  const output = outputIndices(inference).find(index => nodes[index]!.state === 'ready')
  return { input, code: codeOf(inference), output }
}

const outputField = (inference: Inference, index: number): Field | undefined => {
  const node = inference.nodes[index]!
  if (node.state !== 'ready') return undefined
  const [shape] = node.outputs
  return isImage(shape) ? constantField(shape![1]!, shape![2]!) : constantField(1, 1)
}

/** The two ends that a kind of overlap runs between: where it starts, and where its map lies. */
function wayEnds(inference: Inference, kind: OverlapKind): { from: number; to: number } | undefined {
  const { input, code, output } = endsOf(inference)
  const [from, to] = kind === 'forward' ? [code ?? input, output] : [code ?? output, input]
  return from === undefined || to === undefined ? undefined : { from, to }
}

/**
 * The pattern of all layers of a way together, over one period without borders: from the code to the output (forward), or
 * from the code back to the Input (gradient). Undefined where no layer of that kind is on the way.
 */
export function wholeTile(inference: Inference, kind: OverlapKind): Field | undefined {
  const ends = wayEnds(inference, kind)
  if (!ends) return undefined
  const isForward = kind === 'forward'
  const pass = isForward ? propagateForward : propagateBackward
  const reached = pass(inference, ends.from, constantField(1, 1), 'endless')
  const hasLayer = [...reached.keys()].some(index =>
    isForward
      ? index !== ends.from && isWindow(inference, index, 'scatter')
      : isWindow(inference, index, 'gather'),
  )
  return hasLayer ? reached.get(ends.to) : undefined
}

function composed(inference: Inference, kind: OverlapKind): ComposedOverlap | undefined {
  const ends = wayEnds(inference, kind)
  const tile = ends && wholeTile(inference, kind)
  const field = ends && outputField(inference, ends.from)
  if (!tile || !field) return undefined
  const pass = kind === 'forward' ? propagateForward : propagateBackward
  const map = pass(inference, ends.from, field, 'finite').get(ends.to)
  if (!map) return undefined
  const { nodes } = inference.document
  const [first, last] = kind === 'forward' ? [ends.from, ends.to] : [ends.to, ends.from]
  return {
    unevenness: unevennessOf(tile),
    period: periodOf(tile),
    tile,
    map,
    from: nodes[first]!.id,
    to: nodes[last]!.id,
  }
}

/** True for a layer of the kind whose unevenness the way is about: transposed ones, or strided sliding ones. */
function isWindow(inference: Inference, index: number, kind: 'gather' | 'scatter'): boolean {
  const sides = sidesOf(inference.nodes[index]!)
  if (sides?.kind !== 'window' || sides.window.kind !== kind) return false
  return kind === 'scatter' || sides.window.stride.some(step => step > 1)
}
