/**
 * Where a network paints unevenly: each strided layer by itself, and the whole way from the code to the output (what is
 * painted) and from the code back to the Input (what learns). Exact counts with all weights 1; an even count is no
 * guarantee, since weights can learn a pattern, and an uneven one can be evened out behind. It is a risk with a reason.
 *
 * Source: A. Odena, V. Dumoulin, C. Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016.
 */
import type { Pair } from '../graph/shape.ts'
import { codeOf, outputIndices } from '../infer/code.ts'
import type { Inference, NodeInference } from '../infer/inference.ts'
import { endlessLine } from './endless.ts'
import { constantField, type Field, productField, unevennessOf } from './field.ts'
import { interiorOf } from './interior.ts'
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
  /** Over one period; where there is none, over the interior of the map, or over all of it if no pixel is free of borders. */
  readonly unevenness: number
  /** Undefined where the pattern does not repeat within 16,384 pixels, or tensors lie beside each other. */
  readonly period: Pair | undefined
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
    const [rows, columns] = sides.axes.map(w => endlessLine(w, Float64Array.of(1), direction))
    if (!rows || !columns) return []
    const tile = productField(rows, columns)
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

interface Ends {
  readonly from: number
  readonly to: number
}

/** The two ends that a kind of overlap runs between: where it starts, and where its map lies. */
function wayEnds(inference: Inference, kind: OverlapKind): Ends | undefined {
  const { input, code, output } = endsOf(inference)
  const [from, to] = kind === 'forward' ? [code ?? input, output] : [code ?? output, input]
  return from === undefined || to === undefined ? undefined : { from, to }
}

const passOf = (kind: OverlapKind) => (kind === 'forward' ? propagateForward : propagateBackward)

const tileOf = (inference: Inference, kind: OverlapKind, { from, to }: Ends): Field | undefined =>
  passOf(kind)(inference, from, constantField(1, 1), 'endless', to).get(to)

/**
 * The pattern of all layers of a way together, over one period without borders: from the code to the output (forward), or
 * from the code back to the Input (gradient). Undefined where no layer of that kind is on the way, and where the pattern
 * has no period that is short enough.
 */
export function wholeTile(inference: Inference, kind: OverlapKind): Field | undefined {
  const ends = wayEnds(inference, kind)
  return ends && isPainted(inference, kind) ? tileOf(inference, kind, ends) : undefined
}

/** True where a layer that can paint unevenly is on the way, whether or not its pattern has a period. */
export function isPainted(inference: Inference, kind: OverlapKind): boolean {
  const ends = wayEnds(inference, kind)
  return ends !== undefined && hasLayer(inference, kind, ends)
}

/** True where a layer that can paint unevenly lies between the two ends. */
function hasLayer({ topology, nodes }: Inference, kind: OverlapKind, { from, to }: Ends): boolean {
  const [first, last] = kind === 'forward' ? [from, to] : [to, from]
  const behind = closure(first, index => topology.targets[index]!)
  const before = closure(last, index => topology.sources[index]!.flat().map(source => source.node))
  const window = kind === 'forward' ? 'scatter' : 'gather'
  return [...before].some(index => index !== first && behind.has(index) && isWindow(nodes[index]!, window))
}

/** A node and all that it leads to. */
function closure(start: number, next: (index: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set([start])
  for (const index of found) for (const other of next(index)) found.add(other)
  return found
}

function composed(inference: Inference, kind: OverlapKind): ComposedOverlap | undefined {
  const ends = wayEnds(inference, kind)
  const field = ends && outputField(inference, ends.from)
  if (!field || !hasLayer(inference, kind, ends)) return undefined
  const map = passOf(kind)(inference, ends.from, field, 'finite', ends.to).get(ends.to)
  if (!map) return undefined
  const tile = tileOf(inference, kind, ends)
  const { nodes } = inference.document
  const [first, last] = kind === 'forward' ? [ends.from, ends.to] : [ends.to, ends.from]
  return {
    unevenness: unevennessOf(tile ?? interiorOf(inference, kind, ends, map) ?? map),
    period: tile && periodOf(tile),
    map,
    from: nodes[first]!.id,
    to: nodes[last]!.id,
  }
}

/** True for a layer of the kind whose unevenness the way is about: transposed ones, or strided sliding ones. */
function isWindow(node: NodeInference, kind: 'gather' | 'scatter'): boolean {
  const sides = sidesOf(node)
  if (sides?.kind !== 'window' || sides.window.kind !== kind) return false
  return kind === 'scatter' || sides.window.stride.some(step => step > 1)
}
