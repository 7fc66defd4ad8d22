import type { NodeDefinition, Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, GraphNode, Position } from '../graph/document.ts'
import { didYouMean } from '../graph/suggest.ts'
import { definitionOf } from '../graph/topology.ts'
import { whyNot, wire } from './edges.ts'
import { edit, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { newEdgeId, newId } from './ids.ts'
import { nameFault } from './names.ts'
import { parseParams } from './params.ts'
import { nodeOf, placeBelow, roomOnWire, shiftBelow } from './placement.ts'

/** A new layer: its type, and parameters other than those that its definition lets it start with. */
export interface NewNode {
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** The id that the new layer has once the command has run, for selecting it. */
export interface Addition {
  readonly id: string
  readonly command: Command | Refusal
}

/** Puts a layer on the canvas, without wires. */
export function addNode(
  document: GraphDocument,
  registry: Registry,
  wanted: NewNode & { readonly position: Position; readonly group?: string; readonly id?: string },
): Addition {
  const made = makeNode(document, registry, wanted, wanted.position, wanted.group)
  if ('refused' in made) return { id: wanted.id ?? '', command: made }
  const { id } = made
  return { id, command: edit(`Add ${id}`, document, { ...document, nodes: [...document.nodes, made] }) }
}

/** Puts a new layer on a wire; what lies below moves down by the room that it needs. */
export function insertOnEdge(
  document: GraphDocument,
  registry: Registry,
  edgeId: string,
  wanted: NewNode,
): Addition {
  const edge = document.edges.find(other => other.id === edgeId)
  if (!edge) return { id: '', command: refuse('This wire is not there any more.') }
  const unknown = unknownType(registry, wanted.type)
  if (unknown) return { id: '', command: unknown }
  const { position, shift } = roomOnWire(document, registry, edge, wanted.type)
  const made = makeNode(document, registry, wanted, position, groupOnWire(document, edge))
  if ('refused' in made) return { id: '', command: made }
  const shifted = shiftBelow(document, edge.target, shift)
  const after = splice({ ...shifted, nodes: [...shifted.nodes, made] }, registry, edge, made.id)
  const { id } = made
  if ('refused' in after) return { id, command: after }
  return { id, command: edit(`Insert ${id} behind ${edge.source}`, document, after) }
}

/** Drops a layer that has no wires onto a wire, at this position. */
export function insertExistingOnEdge(
  document: GraphDocument,
  registry: Registry,
  edgeId: string,
  nodeId: string,
  position: Position,
): Command | Refusal {
  const edge = document.edges.find(other => other.id === edgeId)
  const node = document.nodes.find(other => other.id === nodeId)
  if (!edge || !node) return refuse('This wire is not there any more.')
  if (document.edges.some(other => other.source === nodeId || other.target === nodeId)) {
    return refuse(`${nodeId} has wires already; take them away to put it on another wire.`)
  }
  const others = { ...document, nodes: document.nodes.filter(other => other !== node) }
  const { position: place, shift } = roomOnWire(others, registry, edge, node.type)
  const group = node.group ?? groupOnWire(document, edge)
  const placed: GraphNode = {
    ...node,
    position: { x: place.x, y: shift > 0 ? place.y : position.y },
    ...(group === undefined ? {} : { group }),
  }
  const shifted = shiftBelow(others, edge.target, shift)
  const moved = new Map(shifted.nodes.map(other => [other.id, other]))
  const nodes = document.nodes.map(other => (other === node ? placed : moved.get(other.id)!))
  const after = splice({ ...document, nodes }, registry, edge, nodeId)
  return 'refused' in after ? after : edit(`Insert ${nodeId} behind ${edge.source}`, document, after)
}

/** Adds a layer behind another: on the wire that leads on from it if that is one, else below with a wire of its own. */
export function appendAfter(
  document: GraphDocument,
  registry: Registry,
  nodeId: string,
  wanted: NewNode,
): Addition {
  const node = document.nodes.find(other => other.id === nodeId)
  if (!node) return { id: '', command: refuse(`There is no layer named ${nodeId}.`) }
  const [output] = definitionOf(node, registry).outputs
  const leaving = document.edges.filter(edge => edge.source === nodeId && edge.sourceHandle === output?.name)
  const [only] = leaving
  if (only && leaving.length === 1) return insertOnEdge(document, registry, only.id, wanted)
  const unknown = unknownType(registry, wanted.type)
  if (unknown) return { id: '', command: unknown }
  const position = placeBelow(document, registry, node, wanted.type)
  const made = makeNode(document, registry, wanted, position, node.group)
  if ('refused' in made) return { id: '', command: made }
  const { id } = made
  const nodes = [...document.nodes, made]
  const connection = { source: nodeId, target: id }
  const reason = whyNot({ nodes, edges: document.edges }, registry, connection)
  if (reason !== undefined) return { id, command: refuse(reason) }
  const edge = wire({ nodes, edges: document.edges }, registry, connection, newEdgeId(document.edges))
  const after = { ...document, nodes, edges: [...document.edges, edge] }
  return { id, command: edit(`Add ${id} behind ${nodeId}`, document, after) }
}

/** A layer between the Input and the encoder belongs to the encoder, one behind the encoder's last layer too. */
const groupOnWire = (document: GraphDocument, edge: GraphEdge): string | undefined =>
  nodeOf(document, edge.source).group ?? nodeOf(document, edge.target).group

/** A node of the document to be, its parameters in their normal form, or why there cannot be one. */
export function makeNode(
  document: GraphDocument,
  registry: Registry,
  wanted: NewNode & { readonly id?: string },
  position: Position,
  group: string | undefined,
): GraphNode | Refusal {
  const definition = registry.get(wanted.type)
  if (!definition) return unknownType(registry, wanted.type)!
  const id = wanted.id ?? newId(document, definition)
  const fault = nameFault(document, id)
  if (fault !== undefined) return refuse(fault)
  if (group !== undefined && !document.groups.some(other => other.id === group)) {
    return refuse(`There is no group ${group}.`)
  }
  const parsed = parseParams(definition, wanted.params ?? definition.start ?? {}, id)
  if ('refused' in parsed) return parsed
  const node = { id, type: wanted.type, params: parsed.values, position }
  return group === undefined ? node : { ...node, group }
}

function unknownType(registry: Registry, type: string): Refusal | undefined {
  if (registry.has(type)) return undefined
  return refuse(`${type} is not a layer type${didYouMean(type, [...registry.keys()])}`)
}

/** Leads the wire through a node that is in the document already. The further half keeps the wire's place and id. */
function splice(
  document: GraphDocument,
  registry: Registry,
  edge: GraphEdge,
  id: string,
): GraphDocument | Refusal {
  const definition: NodeDefinition = definitionOf(nodeOf(document, id), registry)
  const without = document.edges.filter(other => other !== edge)
  const first = { source: edge.source, sourceHandle: edge.sourceHandle, target: id }
  const second = { source: id, target: edge.target, targetHandle: edge.targetHandle }
  const open = { nodes: document.nodes, edges: without }
  const reason = whyNot(open, registry, first) ?? whyNot(open, registry, second)
  if (reason !== undefined) return refuse(`${definition.title} does not fit on this wire: ${reason}`)
  const before = wire(open, registry, first, newEdgeId(document.edges))
  const behind = wire(open, registry, second, edge.id)
  return {
    ...document,
    edges: document.edges.flatMap(other => (other === edge ? [before, behind] : [other])),
  }
}
