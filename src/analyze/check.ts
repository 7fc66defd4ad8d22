/** The findings of a document in the form that the command line prints and that other tools read. */
import type { Pair } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { rowsOf } from './field.ts'
import { analyzeOverlap, type ComposedOverlap, type OverlapKind } from './overlap.ts'
import { analyzeRounding } from './rounding.ts'

/** The output of `hourglass check --json`. */
export interface Findings {
  readonly nodes: readonly {
    readonly id: string
    readonly type: string
    readonly kind: OverlapKind
    readonly unevenness: number
    readonly period: Pair
  }[]
  readonly composed: { readonly forward: ComposedFinding | null; readonly gradient: ComposedFinding | null }
  readonly rounding: readonly { readonly id: string; readonly lost: Pair }[]
  readonly suggestions: readonly Suggestion[]
}

export interface ComposedFinding {
  readonly unevenness: number
  readonly period: Pair
  /** Counts at the document's own size. */
  readonly map: readonly (readonly number[])[]
}

/** A change that would help, and why. */
export interface Suggestion {
  readonly id: string
  readonly change: string
  readonly why: string
}

/** Stride artifacts and rounding loss of a document. Findings are risks, not errors. */
export function checkGraph(inference: Inference): Findings {
  const { layers, forward, gradient } = analyzeOverlap(inference)
  const rounding = analyzeRounding(inference)
  return {
    nodes: layers.map(({ id, type, kind, unevenness, period }) => ({ id, type, kind, unevenness, period })),
    composed: { forward: finding(forward), gradient: finding(gradient) },
    rounding: rounding.map(({ id, lost }) => ({ id, lost })),
    suggestions: [
      ...layers.filter(layer => layer.unevenness > 0).flatMap(layer => suggestionsFor(inference, layer.id)),
      ...rounding.filter(({ lost }) => lost.some(rows => rows > 0)).map(roundingSuggestion),
    ],
  }
}

const finding = (overlap: ComposedOverlap | undefined): ComposedFinding | null =>
  overlap ? { unevenness: overlap.unevenness, period: overlap.period, map: rowsOf(overlap.map) } : null

function suggestionsFor({ topology, nodes }: Inference, id: string): readonly Suggestion[] {
  const node = nodes[topology.index.get(id)!]!
  if (node.state !== 'ready') return []
  return (node.definition.alternatives?.(node.site) ?? []).flatMap(({ change, why, leftOut }) =>
    leftOut === undefined ? [{ id, change, why }] : [],
  )
}

const roundingSuggestion = ({
  id,
  lost,
  outputPadding,
}: ReturnType<typeof analyzeRounding>[number]): Suggestion => ({
  id,
  change: `outputPadding ${outputPadding.join('×')} in the layer that brings its size back`,
  why: `Its stride leaves ${lost[0]} rows and ${lost[1]} columns that no window reaches, so a transposed twin comes back smaller by as many.`,
})
