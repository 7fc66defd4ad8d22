import { kindsOf, type Port, type Registry, takes } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge } from '../graph/document.ts'
import { definitionOf, pathBetween } from '../graph/topology.ts'
import { edit, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { newEdgeId } from './ids.ts'

/** A wire that is wanted. A handle that is missing or null means the first port, as in a file. */
export interface Connection {
  readonly source: string
  readonly sourceHandle?: string | null
  readonly target: string
  readonly targetHandle?: string | null
}

type Wires = Pick<GraphDocument, 'nodes' | 'edges'>

/** Why this wire cannot be drawn, as a sentence; undefined where it can. */
export function whyNot(document: Wires, registry: Registry, connection: Connection): string | undefined {
  const found = findPorts(document, registry, connection)
  if ('refused' in found) return found.refused
  const { source, target } = connection
  if (source === target) return `${source} cannot be wired to itself.`
  const { output, input } = found
  const into = document.edges.filter(edge => edge.target === target && edge.targetHandle === input.name)
  if (into.some(edge => edge.source === source && edge.sourceHandle === output.name)) {
    return `${source} is wired to ${target} already.`
  }
  if (!takes(input, output)) {
    return `The port ${output.name} of ${source} gives a ${output.kind}, but ${input.name} of ${target} takes a ${kindsOf(input)}.`
  }
  const [present] = into
  if (present && !input.multiple) {
    return `The port ${input.name} of ${target} takes one wire, and ${present.source} is wired to it already.`
  }
  const cycle = pathBetween(document, target, source)
  return cycle && `This wire would make a cycle: ${route([...cycle, target])}.`
}

/** The nodes with arrows between them, shortened in the middle where they are many. */
const route = (ids: readonly string[]): string =>
  (ids.length > 7 ? [...ids.slice(0, 3), '…', ...ids.slice(-3)] : ids).join(' → ')

function findPorts(
  document: Wires,
  registry: Registry,
  { source, sourceHandle, target, targetHandle }: Connection,
): { readonly output: Port; readonly input: Port } | Refusal {
  const from = document.nodes.find(node => node.id === source)
  const to = document.nodes.find(node => node.id === target)
  if (!from || !to) return refuse(`There is no layer named ${from ? target : source}.`)
  const output = findPort(definitionOf(from, registry).outputs, sourceHandle)
  if (!output) {
    return refuse(
      sourceHandle ? `${source} has no output named ${sourceHandle}.` : `${source} has no output.`,
    )
  }
  const input = findPort(definitionOf(to, registry).inputs, targetHandle)
  if (!input) {
    return refuse(targetHandle ? `${target} has no input named ${targetHandle}.` : `${target} has no input.`)
  }
  return { output, input }
}

const findPort = (ports: readonly Port[], name: string | null | undefined): Port | undefined =>
  name == null ? ports[0] : ports.find(port => port.name === name)

/** The wire with its handles written out. The connection must be a possible one. */
export function wire(document: Wires, registry: Registry, connection: Connection, id: string): GraphEdge {
  const found = findPorts(document, registry, connection)
  if ('refused' in found) throw new Error(found.refused)
  return {
    id,
    source: connection.source,
    sourceHandle: found.output.name,
    target: connection.target,
    targetHandle: found.input.name,
  }
}

/** Draws a wire. */
export function connect(
  document: GraphDocument,
  registry: Registry,
  connection: Connection,
): Command | Refusal {
  const reason = whyNot(document, registry, connection)
  if (reason !== undefined) return refuse(reason)
  const edge = wire(document, registry, connection, newEdgeId(document.edges))
  return edit(`Connect ${edge.source} to ${edge.target}`, document, {
    ...document,
    edges: [...document.edges, edge],
  })
}

/** Moves one or both ends of a wire; it keeps its place among the wires of a port that takes several. */
export function reconnect(
  document: GraphDocument,
  registry: Registry,
  edgeId: string,
  connection: Connection,
): Command | Refusal {
  const edge = document.edges.find(other => other.id === edgeId)
  if (!edge) return refuse('This wire is not there any more.')
  const others = document.edges.filter(other => other !== edge)
  const reason = whyNot({ nodes: document.nodes, edges: others }, registry, connection)
  if (reason !== undefined) return refuse(reason)
  const moved = wire(document, registry, connection, edgeId)
  const isSame = (Object.keys(moved) as (keyof GraphEdge)[]).every(key => moved[key] === edge[key])
  const edges = isSame ? document.edges : document.edges.map(other => (other === edge ? moved : other))
  return edit(`Reconnect ${moved.source} to ${moved.target}`, document, { ...document, edges })
}

/** Takes wires away. */
export function removeEdges(document: GraphDocument, ids: readonly string[]): Command | Refusal {
  const gone = document.edges.filter(edge => ids.includes(edge.id))
  const [first] = gone
  if (!first) return refuse('No wire is selected.')
  const label =
    gone.length === 1 ? `Disconnect ${first.source} from ${first.target}` : `Delete ${gone.length} wires`
  return edit(label, document, { ...document, edges: document.edges.filter(edge => !gone.includes(edge)) })
}
