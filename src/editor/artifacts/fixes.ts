/** What would take a layer's unevenness away, each tried on a copy of the document, so that its effect is known before. */
import { constantField, type Field, unevennessOf } from '../../analyze/field.ts'
import { type LayerOverlap, type OverlapKind, wholeTile } from '../../analyze/overlap.ts'
import { propagateBackward, propagateForward } from '../../analyze/propagate.ts'
import { runCommand, startHistory } from '../../commands/history.ts'
import { type Replacement, replaceNode } from '../../commands/index.ts'
import type { Registry } from '../../graph/definition.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { formatShape, sameShape } from '../../graph/shape.ts'
import { type Inference, inferenceOf, inferGraph } from '../../infer/inference.ts'

/** A stretch of layers by itself: its unevenness, and its map from ones at the model's size. */
export interface Stretch {
  readonly unevenness: number
  readonly map: Field
  readonly parameters: number
  readonly macs: number
}

/** A change that would help, and what it would lead to. */
export interface Fix {
  readonly label: string
  readonly why: string
  readonly replacement: Replacement
  readonly after: Stretch
  /** Unevenness of the whole way afterwards; undefined where there is none. */
  readonly whole: number | undefined
  /** The document with the change in it. */
  readonly tried: Inference
}

/** What stands there now, and the fixes for it. */
export interface Fixes {
  readonly now: Stretch
  readonly fixes: readonly Fix[]
  /** Why others are left out, as sentences. */
  readonly leftOut: readonly string[]
}

/** The alternatives of an uneven layer, tried out; undefined where the layer has no size. */
export function fixesOf(
  inference: Inference,
  registry: Registry,
  layer: Pick<LayerOverlap, 'id' | 'kind'>,
): Fixes | undefined {
  const { id, kind } = layer
  const node = inferenceOf(inference, id)
  const now = stretchOf(inference, [id], kind)
  if (node?.state !== 'ready' || !now) return undefined
  const leftOut: string[] = []
  const fixes = (node.definition.alternatives?.(node.site) ?? []).flatMap(
    ({ change, why, layers, leftOut: reason }): Fix[] => {
      if (reason !== undefined) {
        leftOut.push(`${change} is left out: ${reason}.`)
        return []
      }
      const replacement = replaceNode(inference.document, registry, id, layers, `${id}: ${change}`)
      const tried = tryReplacement(inference, registry, replacement)
      const after = tried && stretchOf(tried, replacement.ids, kind)
      const last = tried && inferenceOf(tried, replacement.ids.at(-1)!)
      if (!tried || !after || last?.state !== 'ready') return []
      if (!sameShape(last.outputs[0]!, node.outputs[0]!)) {
        leftOut.push(
          `${change} is left out: it gives ${formatShape(last.outputs[0]!)}, not ${formatShape(node.outputs[0]!)}.`,
        )
        return []
      }
      const tile = wholeTile(tried, kind)
      return [{ label: change, why, replacement, after, whole: tile && unevennessOf(tile), tried }]
    },
  )
  return { now, fixes, leftOut }
}

/** The inference of the document that a replacement leads to; undefined where it is refused. */
export function tryReplacement(
  inference: Inference,
  registry: Registry,
  { command }: Replacement,
): Inference | undefined {
  if ('refused' in command) return undefined
  const { document }: { document: GraphDocument } = runCommand(startHistory(inference.document), command, 0)
  return inferGraph(document, registry, inference)
}

function stretchOf(inference: Inference, ids: readonly string[], kind: OverlapKind): Stretch | undefined {
  const indices = ids.map(id => inference.topology.index.get(id)!)
  const [first, last] = [indices[0]!, indices.at(-1)!]
  const source = inference.topology.sources[first]!.flat()[0]?.node
  const results = indices.map(index => inference.nodes[index]!)
  if (source === undefined || results.some(({ state }) => state !== 'ready')) return undefined
  const end = kind === 'forward' ? last : source
  const pass = (extent: 'finite' | 'endless') => {
    const from = kind === 'forward' ? source : last
    const shape = inference.nodes[from]
    const sides = shape?.state === 'ready' ? shape.outputs[0]! : []
    if (sides.length !== 3) return undefined
    const ones = extent === 'finite' ? constantField(sides[1]!, sides[2]!) : constantField(1, 1)
    return (kind === 'forward' ? propagateForward : propagateBackward)(
      inference,
      from,
      ones,
      extent,
      end,
    ).get(end)
  }
  const [map, tile] = [pass('finite'), pass('endless')]
  if (!map || !tile) return undefined
  return {
    unevenness: unevennessOf(tile),
    map,
    parameters: results.reduce((sum, result) => sum + (result.parameters ?? 0), 0),
    macs: results.reduce(
      (sum, result) => sum + (result.state === 'ready' ? (result.macs?.value ?? 0) : 0),
      0,
    ),
  }
}
