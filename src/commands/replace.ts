import type { Layer, NodeDefinition, Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document.ts'
import { inOneColumn, stepBetween } from '../graph/geometry.ts'
import { definitionOf } from '../graph/topology.ts'
import { whyNot, wire } from './edges.ts'
import { edit, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { newEdgeId, newId } from './ids.ts'
import { makeNode } from './insert.ts'
import { nodeOf, shiftBelow } from './placement.ts'

/** Several new layers, the first and the last of which take over the wires of what was there. */
export interface Replacement {
  /** The ids of the layers in order, for selecting them. */
  readonly ids: readonly string[]
  readonly command: Command | Refusal
}

/**
 * Puts a chain of layers in the place of one: its wires, its group and its position stay. The first new layer of the
 * same type keeps the name, and with it its place in a PyTorch module. What lies below moves down by the room needed.
 */
export function replaceNode(
  document: GraphDocument,
  registry: Registry,
  id: string,
  layers: readonly Layer[],
  label: string,
): Replacement {
  const node = document.nodes.find(other => other.id === id)
  if (!node) return refused(`There is no layer named ${id}.`)
  if (layers.length === 0) return refused(`Nothing is there to take the place of ${id}.`)
  const heir = layers.findIndex(layer => layer.type === node.type)
  const open = { ...document, nodes: document.nodes.filter(other => other !== node) }
  const made: GraphNode[] = []
  let { y } = node.position
  for (const [i, layer] of layers.entries()) {
    // Names are counted with the replaced layer still there, so that a name never changes its meaning.
    const named =
      i === heir
        ? { ...layer, id }
        : { ...layer, id: newId(withNodes(document, made), definitionIn(registry, layer.type)) }
    const above = made.at(-1)
    if (above) y += stepBetween(registry, above, layer)
    const next = makeNode(withNodes(open, made), registry, named, { x: node.position.x, y }, node.group)
    if ('refused' in next) return refused(next.refused)
    made.push({
      ...next,
      ...(i === heir && node.module !== undefined && { module: node.module }),
      ...(layer.equalStart !== undefined && { equalStart: layer.equalStart }),
    })
  }
  const [first, last] = [made[0]!, made.at(-1)!]
  const roomy = made.length === 1 ? document : makeRoom(document, registry, node, last)
  const nodes = roomy.nodes.flatMap(other => (other.id === id ? made : [other]))
  const into = definitionOf(first, registry).inputs[0]?.name
  const from = definitionOf(last, registry).outputs[0]?.name
  const edges: GraphEdge[] = document.edges.map(edge => ({
    ...edge,
    ...(edge.target === id && into !== undefined && { target: first.id, targetHandle: into }),
    ...(edge.source === id && from !== undefined && { source: last.id, sourceHandle: from }),
  }))
  const kept = edges.map((edge, i) => (isSameWire(edge, document.edges[i]!) ? document.edges[i]! : edge))
  const wired = chainUp({ ...document, nodes, edges: kept }, registry, made)
  if ('refused' in wired) return refused(wired.refused)
  return { ids: made.map(({ id: each }) => each), command: edit(label, document, wired) }
}

/**
 * Adds a decoder as a chain below the last of the layers `ids`, which must be one chain. It becomes the group `decoder`
 * where those layers are the encoder, or where no layer is in any group; then they become the encoder. With `replaces`,
 * what hangs on the last layer now goes, in the same step.
 */
export function appendMirror(
  document: GraphDocument,
  registry: Registry,
  ids: readonly string[],
  layers: readonly Layer[],
  { replaces = false }: { readonly replaces?: boolean } = {},
): Replacement {
  const chosen = new Set(ids)
  const ends = document.nodes.filter(
    node =>
      chosen.has(node.id) && !document.edges.some(edge => edge.source === node.id && chosen.has(edge.target)),
  )
  const [end] = ends
  if (!end || ends.length > 1) return refused('A mirror needs one chain of layers, with one end.')
  const present = layersBehind(document, end.id)
  const [follower] = present
  if (follower !== undefined && !replaces) {
    return refused(
      `${end.id} leads to ${follower} already; delete what follows it to mirror the layers before.`,
    )
  }
  const bare = without(document, present)
  const grouped = withGroups(bare, ids)
  const group = groupBehind(grouped, chosen)
  const made: GraphNode[] = []
  let above = end
  for (const layer of layers) {
    const so = withNodes(grouped, made)
    const place = { x: end.position.x, y: above.position.y + stepBetween(registry, above, layer) }
    const id = newId(so, definitionIn(registry, layer.type))
    const next = makeNode(so, registry, { ...layer, id }, place, group)
    if ('refused' in next) return refused(next.refused)
    made.push(next)
    above = next
  }
  const wired = chainUp(withNodes(grouped, made), registry, [end, ...made])
  if ('refused' in wired) return refused(wired.refused)
  const what = ids.length === 1 ? ids[0] : `${ids.length} layers`
  return {
    ids: made.map(({ id }) => id),
    command: edit(`Mirror ${what} as decoder`, document, wired),
  }
}

/** The ids of everything that depends on a layer, nearest first, the layer itself left out. */
export function layersBehind(document: Pick<GraphDocument, 'edges'>, id: string): readonly string[] {
  const found = new Set([id])
  for (const next of found) {
    for (const { source, target } of document.edges) if (source === next) found.add(target)
  }
  found.delete(id)
  return [...found]
}

const refused = (reason: string): Replacement => ({ ids: [], command: refuse(reason) })

const withNodes = (document: GraphDocument, more: readonly GraphNode[]): GraphDocument => ({
  ...document,
  nodes: [...document.nodes, ...more],
})

/** A definition for naming; an unknown type is refused by `makeNode` with a proper sentence. */
const definitionIn = (registry: Registry, type: string): Pick<NodeDefinition, 'stem' | 'category'> =>
  registry.get(type) ?? { stem: 'layer', category: 'convolution' }

const isSameWire = (a: GraphEdge, b: GraphEdge): boolean =>
  a.source === b.source &&
  a.sourceHandle === b.sourceHandle &&
  a.target === b.target &&
  a.targetHandle === b.targetHandle

/** Wires each node to the next; the wires stand before those that leave the last of them. */
function chainUp(
  document: GraphDocument,
  registry: Registry,
  chain: readonly GraphNode[],
): GraphDocument | Refusal {
  let edges = document.edges
  for (const [i, node] of chain.entries()) {
    if (i === 0) continue
    const connection = { source: chain[i - 1]!.id, target: node.id }
    const open = { nodes: document.nodes, edges }
    const reason = whyNot(open, registry, connection)
    if (reason !== undefined) return refuse(reason)
    const made = wire(open, registry, connection, newEdgeId(edges))
    const at = edges.findIndex(edge => edge.source === chain.at(-1)!.id)
    edges = at < 0 ? [...edges, made] : [...edges.slice(0, at), made, ...edges.slice(at)]
  }
  return { ...document, edges }
}

/** Moves down what follows a layer in its column, so far that it does not lie too close to what will stand last. */
function makeRoom(
  document: GraphDocument,
  registry: Registry,
  node: GraphNode,
  last: GraphNode,
): GraphDocument {
  const below = document.edges
    .filter(edge => edge.source === node.id)
    .map(edge => nodeOf(document, edge.target))
    .filter(other => inOneColumn(other.position, node.position))
    .sort((a, b) => a.position.y - b.position.y)[0]
  if (!below) return document
  const needed = last.position.y + stepBetween(registry, last, below)
  return shiftBelow(document, below.id, Math.max(0, needed - below.position.y))
}

const without = (document: GraphDocument, ids: readonly string[]): GraphDocument => {
  if (ids.length === 0) return document
  const gone = new Set(ids)
  return {
    ...document,
    nodes: document.nodes.filter(node => !gone.has(node.id)),
    edges: document.edges.filter(edge => !gone.has(edge.source) && !gone.has(edge.target)),
  }
}

/** Where no layer is in any group, the chosen ones become the encoder; where one is, everything stays as it is. */
function withGroups(document: GraphDocument, ids: readonly string[]): GraphDocument {
  const chosen = new Set(ids)
  const isFree = document.nodes.every(node => node.group === undefined)
  const isEncoder = document.nodes.every(node => !chosen.has(node.id) || node.group === 'encoder')
  if (!isFree && !isEncoder) return document
  const present = new Set(document.groups.map(group => group.id))
  const missing = ['encoder', 'decoder'].filter(id => !present.has(id)).map(id => ({ id, name: id }))
  const groups = missing.length === 0 ? document.groups : [...document.groups, ...missing]
  if (!isFree) return { ...document, groups }
  const isSource = (id: string) => !document.edges.some(edge => edge.target === id)
  const nodes = document.nodes.map(node =>
    chosen.has(node.id) && !isSource(node.id) ? { ...node, group: 'encoder' } : node,
  )
  return { ...document, groups, nodes }
}

/** The group of what follows these layers: the decoder behind the encoder, else the one that they all share. */
function groupBehind(document: GraphDocument, chosen: ReadonlySet<string>): string | undefined {
  const groups = new Set(
    document.nodes
      .filter(node => chosen.has(node.id) && document.edges.some(edge => edge.target === node.id))
      .map(node => node.group),
  )
  const [group] = groups
  if (groups.size !== 1) return undefined
  return group === 'encoder' ? 'decoder' : group
}
