/** The findings of a document in the form that the command line prints and that other tools read. */
import type { Pair } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { rowsOf } from './field.ts'
import { analyzeOverlap, type ComposedOverlap, type OverlapKind } from './overlap.ts'
import { analyzeRounding, type Rounding } from './rounding.ts'

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
  /** Null where the pattern does not repeat. */
  readonly period: Pair | null
  /** Counts at the document's own size; empty where that has more than `largestMap` pixels. */
  readonly map: readonly (readonly number[])[]
}

/** A change that would help, and why. */
export interface Suggestion {
  readonly id: string
  readonly change: string
  readonly why: string
}

/** Stride artifacts and rounding loss of a document. Findings are risks, not errors. */
export function checkGraph(inference: Inference, report = analyzeOverlap(inference)): Findings {
  const { layers, forward, gradient } = report
  const rounding = analyzeRounding(inference)
  return {
    nodes: layers.map(({ id, type, kind, unevenness, period }) => ({ id, type, kind, unevenness, period })),
    composed: { forward: finding(forward), gradient: finding(gradient) },
    rounding: rounding.map(({ id, lost }) => ({ id, lost })),
    suggestions: [
      ...layers.filter(layer => layer.unevenness > 0).flatMap(layer => suggestionsFor(inference, layer.id)),
      ...rounding.filter(({ outputPadding }) => outputPadding.some(rows => rows > 0)).map(roundingSuggestion),
    ],
  }
}

/** Maps with more pixels are left out: as text they would be larger than a program can hold. */
export const largestMap = 2 ** 24

const finding = (overlap: ComposedOverlap | undefined): ComposedFinding | null =>
  overlap
    ? {
        unevenness: overlap.unevenness,
        period: overlap.period ?? null,
        // Worked out when it is asked for, since few readers of the findings look at it.
        get map() {
          return overlap.map.height * overlap.map.width > largestMap ? [] : rowsOf(overlap.map)
        },
      }
    : null

function suggestionsFor({ topology, nodes }: Inference, id: string): readonly Suggestion[] {
  const node = nodes[topology.index.get(id)!]!
  if (node.state !== 'ready') return []
  return (node.definition.alternatives?.(node.site) ?? []).flatMap(({ change, why, leftOut }) =>
    leftOut === undefined ? [{ id, change, why }] : [],
  )
}

const roundingSuggestion = ({ id, outputPadding }: Rounding): Suggestion => ({
  id,
  change: `outputPadding ${outputPadding.join('×')} in the layer that brings its size back`,
  why: `Its stride rounds the size down, so a transposed twin comes back ${shorter(outputPadding)}.`,
})

/** "1 row and 2 columns smaller". */
const shorter = (less: Pair): string => `${countsWords(less, ['row', 'column'])} smaller`

/** "1 row and 2 columns"; what is 0 is left out. */
export const countsWords = (counts: Pair, names: readonly [string, string]): string =>
  counts
    .flatMap((count, axis) =>
      count === 0 ? [] : [`${count} ${names[axis as 0 | 1]}${count === 1 ? '' : 's'}`],
    )
    .join(' and ')
