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
  return { layers, forward: composedForward(inference), gradient: composedGradient(inference) }
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

function composedForward(inference: Inference): ComposedOverlap | undefined {
  const { input, code, output } = endsOf(inference)
  const start = code ?? input
  if (start === undefined || output === undefined) return undefined
  const field = outputField(inference, start)
  const map = field && propagateForward(inference, start, field, 'finite').get(output)
  const reached = propagateForward(inference, start, constantField(1, 1), 'endless')
  const tile = reached.get(output)
  const hasLayer = [...reached.keys()].some(index => index !== start && isWindow(inference, index, 'scatter'))
  return map && tile && hasLayer ? composed(inference, tile, map, start, output) : undefined
}

function composedGradient(inference: Inference): ComposedOverlap | undefined {
  const { input, code, output } = endsOf(inference)
  const end = code ?? output
  if (input === undefined || end === undefined) return undefined
  const field = outputField(inference, end)
  const map = field && propagateBackward(inference, end, field, 'finite').get(input)
  const reached = propagateBackward(inference, end, constantField(1, 1), 'endless')
  const tile = reached.get(input)
  const hasLayer = [...reached.keys()].some(index => isWindow(inference, index, 'gather'))
  return map && tile && hasLayer ? composed(inference, tile, map, input, end) : undefined
}

/** True for a layer of the kind whose unevenness the way is about: transposed ones, or strided sliding ones. */
function isWindow(inference: Inference, index: number, kind: 'gather' | 'scatter'): boolean {
  const sides = sidesOf(inference.nodes[index]!)
  if (sides?.kind !== 'window' || sides.window.kind !== kind) return false
  return kind === 'scatter' || sides.window.stride.some(step => step > 1)
}

const composed = (
  inference: Inference,
  tile: Field,
  map: Field,
  from: number,
  to: number,
): ComposedOverlap => ({
  unevenness: unevennessOf(tile),
  period: periodOf(tile),
  tile,
  map,
  from: inference.document.nodes[from]!.id,
  to: inference.document.nodes[to]!.id,
})
