import type { NodeDefinition, Registry } from './definition.ts'
import type { GraphDocument, GraphEdge, GraphNode } from './document.ts'

/** Where one input of a node comes from: the node's index in the document, and which of its outputs. */
export interface Source {
  readonly node: number
  readonly output: number
  readonly edge: GraphEdge
}

/** The wires of a document by node, nodes being named by their index in `document.nodes`. */
export interface Topology {
  readonly index: ReadonlyMap<string, number>
  readonly definitions: readonly NodeDefinition[]
  /** For each node, for each input port, the wires into it in the order of the edges. */
  readonly sources: readonly (readonly (readonly Source[])[])[]
  /** For each node, the nodes that take one of its outputs, each once. */
  readonly targets: readonly (readonly number[])[]
  /** All nodes, each behind those it takes its inputs from; equals stay in the order of the document. */
  readonly order: readonly number[]
}

/** A handle name as an index; a missing one means the first port. */
const portIndex = (ports: readonly { readonly name: string }[], name: string): number =>
  Math.max(
    0,
    ports.findIndex(port => port.name === name),
  )

/**
 * Reads the wires of a valid document (known types, existing ends, no cycle: loading and commands see to that).
 * @throws Error where the document is not valid, which is a fault of the program.
 */
export function topologyOf(document: Pick<GraphDocument, 'nodes' | 'edges'>, registry: Registry): Topology {
  const index = new Map(document.nodes.map((node, i) => [node.id, i]))
  const definitions = document.nodes.map(node => definitionOf(node, registry))
  const sources: Source[][][] = definitions.map(definition => definition.inputs.map(() => []))
  const targets: number[][] = definitions.map(() => [])
  for (const edge of document.edges) {
    const [from, to] = [index.get(edge.source), index.get(edge.target)]
    if (from === undefined || to === undefined)
      throw new Error(`Wire ${edge.id} has an end that does not exist.`)
    const output = portIndex(definitions[from]!.outputs, edge.sourceHandle)
    sources[to]![portIndex(definitions[to]!.inputs, edge.targetHandle)]?.push({ node: from, output, edge })
    if (!targets[from]!.includes(to)) targets[from]!.push(to)
  }
  return { index, definitions, sources, targets, order: topologicalOrder(sources, targets) }
}

/** The definition of a node's type. @throws Error for an unknown type, which loading refuses. */
export function definitionOf(node: GraphNode, registry: Registry): NodeDefinition {
  const definition = registry.get(node.type)
  if (!definition) throw new Error(`Node ${node.id} has the unknown type ${node.type}.`)
  return definition
}

function topologicalOrder(
  sources: readonly (readonly (readonly Source[])[])[],
  targets: readonly (readonly number[])[],
): number[] {
  const missing = sources.map(ports => new Set(ports.flat().map(source => source.node)).size)
  const order = missing.flatMap((count, node) => (count === 0 ? [node] : []))
  for (let next = 0; next < order.length; next++) {
    for (const target of targets[order[next]!]!) {
      missing[target]!--
      if (missing[target] === 0) order.push(target)
    }
  }
  if (order.length < sources.length) throw new Error('The graph has a cycle.')
  return order
}

/** The nodes on a way from `from` to `to`, both included, or undefined where there is none. Follows wires forward. */
export function pathBetween(
  document: Pick<GraphDocument, 'edges'>,
  from: string,
  to: string,
): readonly string[] | undefined {
  const next = new Map<string, string[]>()
  for (const edge of document.edges) {
    const list = next.get(edge.source)
    if (list) list.push(edge.target)
    else next.set(edge.source, [edge.target])
  }
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  const queue = [from]
  for (const node of queue) {
    if (node === to) {
      const path: string[] = []
      for (let at: string | undefined = to; at !== undefined; at = cameFrom.get(at)) path.unshift(at)
      return path
    }
    for (const target of next.get(node) ?? []) {
      if (!cameFrom.has(target)) {
        cameFrom.set(target, node)
        queue.push(target)
      }
    }
  }
  return undefined
}
