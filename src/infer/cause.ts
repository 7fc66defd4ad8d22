/** What changed since the document was last without a problem, and how that led to a problem further down. */
import type { GraphDocument, GraphNode } from '../graph/document.ts'
import { formatValue, type ParamValue, sameValue } from '../graph/params.ts'
import type { Shape } from '../graph/shape.ts'
import { pathBetween } from '../graph/topology.ts'
import { type Inference, inferenceOf, type NodeInference } from './inference.ts'

/** A parameter that has another value than in the earlier document. */
export interface ParamChange {
  readonly id: string
  readonly param: string
  readonly before: ParamValue
  readonly now: ParamValue
}

/** The nodes that a node depends on, itself first, nearest first; at most `limit`. */
export function upstreamOf({ topology }: Inference, index: number, limit: number): readonly number[] {
  const found = new Set([index])
  for (const node of found) {
    for (const wires of topology.sources[node]!) {
      for (const source of wires) if (found.size < limit) found.add(source.node)
    }
  }
  return [...found]
}

/** A value as sentences print it, with a true minus sign. */
export const printed = (value: ParamValue): string => formatValue(value).replaceAll('-', '−')

/** The parameters of these nodes that differ from the earlier document, where a node of that name and type was. */
export function changesSince(
  earlier: GraphDocument,
  { document, nodes }: Inference,
  among: readonly number[],
): readonly ParamChange[] {
  const before = new Map(earlier.nodes.map(node => [node.id, node]))
  return among.flatMap(index => {
    const node = document.nodes[index]!
    const other = before.get(node.id)
    if (!other || other.type !== node.type || other.params === node.params) return []
    return Object.entries(nodes[index]!.definition.params).flatMap(([param, { default: usual }]) => {
      const [was, now] = [setting(other, param, usual), setting(node, param, usual)]
      return sameValue(was, now) ? [] : [{ id: node.id, param, before: was, now }]
    })
  })
}

const setting = (node: GraphNode, param: string, usual: ParamValue): ParamValue =>
  node.params[param] === undefined ? usual : (node.params[param] as ParamValue)

/**
 * The sentence that leads from what changed to the problem of the node `id`: "Height became 1 after conv2 got stride 2:
 * 24 → 10 → 4 → 1." `then` is the inference of the earlier document. Undefined where nothing above has changed.
 */
export function causeOf(
  inference: Inference,
  id: string,
  then: Inference,
  changes: readonly ParamChange[],
): string | undefined {
  const own = changes.filter(change => change.id === id)
  const above = changes.filter(change => change.id !== id)
  const side = changedSide(inferenceOf(inference, id), inferenceOf(then, id))
  if (own.length > 0 && !(side && above.length > 0)) {
    const list = own.map(
      ({ param, before, now }) => `${param} ${printed(now)} in place of ${printed(before)}`,
    )
    return `${id} got ${list.join(' and ')}.`
  }
  const what =
    above.length > 0
      ? above
          .slice(0, 2)
          .map(({ id: node, param, now }) => `${node} got ${param} ${printed(now)}`)
          .join(' and ')
      : rewired(inference, id, then)
  if (what === undefined) return undefined
  if (!side) return `This came after ${what}.`
  const chain = above[0] && chainOf(inference, above[0].id, id, side.axis)
  return `${side.name} became ${side.now} after ${what}${chain ? `: ${chain}` : ''}.`
}

interface ChangedSide {
  readonly axis: number
  readonly name: string
  readonly now: number
}

/** The first side of what arrives that is not as it was; of an image, height and width before channels. */
function changedSide(now?: NodeInference, then?: NodeInference): ChangedSide | undefined {
  const count = Math.min(now?.inputs.length ?? 0, then?.inputs.length ?? 0)
  for (let i = 0; i < count; i++) {
    const [a, b] = [now!.inputs[i], then!.inputs[i]]
    if (!a || !b || a.length !== b.length) continue
    const axis = (a.length === 3 ? [1, 2, 0] : a.map((_, at) => at)).find(at => a[at] !== b[at])
    if (axis !== undefined) return { axis, name: sideName(axis, a), now: a[axis]! }
  }
  return undefined
}

const sideName = (axis: number, shape: Shape): string =>
  shape.length === 3
    ? ['Channels', 'Height', 'Width'][axis]!
    : shape.length === 1
      ? 'Length'
      : `Axis ${axis + 1}`

/** The side before the changed node, and behind each node on the way to the problem that changes it again. */
function chainOf(inference: Inference, from: string, to: string, axis: number): string | undefined {
  const path = pathBetween(inference.document, from, to)
  if (!path) return undefined
  const start = inferenceOf(inference, from)?.inputs[0]
  const shapes = path.slice(0, -1).map(id => {
    const result = inferenceOf(inference, id)
    return result?.state === 'ready' ? result.outputs[0] : undefined
  })
  const rank = shapes.at(-1)?.length
  const sides = [start, ...shapes].flatMap(shape =>
    shape && shape.length === rank ? [shape[axis] as number] : [],
  )
  const steps = sides.filter((side, i) => side !== sides[i - 1])
  if (steps.length < 2) return undefined
  return (steps.length > 8 ? [...steps.slice(0, 4), '…', ...steps.slice(-3)] : steps).join(' → ')
}

/** What came or went above the node: a new layer, or another wire into it. */
function rewired(inference: Inference, id: string, then: Inference): string | undefined {
  const index = inference.topology.index.get(id)!
  const added = upstreamOf(inference, index, 200)
    .map(at => inference.document.nodes[at]!.id)
    .find(other => !then.topology.index.has(other))
  if (added !== undefined) return added === id ? undefined : `${added} was added`
  const was = then.topology.index.get(id)
  const namesIn = ({ topology, document }: Inference, at: number) =>
    topology.sources[at]!.flat().map(source => document.nodes[source.node]!.id)
  if (was === undefined) return undefined
  const [names, earlier] = [namesIn(inference, index), namesIn(then, was)]
  const fresh = names.find(name => !earlier.includes(name))
  return fresh === undefined ? undefined : `${fresh} was connected to ${id}`
}
