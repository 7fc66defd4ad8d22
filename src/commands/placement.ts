import type { Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, GraphNode, Position } from '../graph/document.ts'
import { geometry, inOneColumn, stepBetween } from '../graph/geometry.ts'
import { mapNodes } from './edit.ts'

/** Where a new node on a wire goes, and how far what lies below has to move to make room. */
export interface Room {
  readonly position: Position
  readonly shift: number
}

/** The room for a node of this type on a wire. */
export function roomOnWire(document: GraphDocument, registry: Registry, edge: GraphEdge, type: string): Room {
  const source = nodeOf(document, edge.source)
  const target = nodeOf(document, edge.target)
  const above = stepBetween(registry, source, { type })
  const below = stepBetween(registry, { ...source, type }, target)
  const isColumn = inOneColumn(source.position, target.position) && target.position.y > source.position.y
  const between = document.nodes.filter(
    node =>
      node !== source &&
      node !== target &&
      inOneColumn(node.position, source.position) &&
      node.position.y > source.position.y &&
      node.position.y < target.position.y,
  )
  if (isColumn && between.length === 0) {
    const y = source.position.y + above
    return { position: { x: source.position.x, y }, shift: Math.max(0, y + below - target.position.y) }
  }
  const entersAlone = document.edges.filter(other => other.target === target.id).length === 1
  if (!isColumn && entersAlone) {
    return { position: target.position, shift: below }
  }
  const y = Math.round((source.position.y + target.position.y) / 2)
  return { position: freePosition(document, { x: source.position.x + geometry.columnPitch, y }), shift: 0 }
}

/** The place below a node, or beside it where the wire from it leads on already. */
export function placeBelow(
  document: GraphDocument,
  registry: Registry,
  node: GraphNode,
  type: string,
): Position {
  const y = node.position.y + stepBetween(registry, node, { type })
  return freePosition(document, { x: node.position.x, y })
}

/** The position itself, or the next to its right where no card lies. */
export function freePosition(document: Pick<GraphDocument, 'nodes'>, wanted: Position): Position {
  let { x } = wanted
  const isTaken = (node: GraphNode) =>
    Math.abs(node.position.x - x) < geometry.cardWidth &&
    Math.abs(node.position.y - wanted.y) < geometry.pillHeight
  while (document.nodes.some(isTaken)) x += geometry.columnPitch
  return { x, y: wanted.y }
}

/**
 * Moves a node and what lies below it by `shift` pixels: whatever depends on it, and the rest of its column. Other
 * branches stay where they are.
 */
export function shiftBelow(document: GraphDocument, id: string, shift: number): GraphDocument {
  if (shift === 0) return document
  const from = nodeOf(document, id).position
  const behind = nodesBehind(document, id)
  return mapNodes(document, node => {
    const { x, y } = node.position
    if (y < from.y || !(behind.has(node.id) || inOneColumn(node.position, from))) return node
    return { ...node, position: { x, y: y + shift } }
  })
}

function nodesBehind(document: Pick<GraphDocument, 'edges'>, id: string): ReadonlySet<string> {
  const targets = new Map<string, string[]>()
  for (const { source, target } of document.edges) {
    const list = targets.get(source)
    if (list) list.push(target)
    else targets.set(source, [target])
  }
  const found = new Set([id])
  for (const next of found) for (const target of targets.get(next) ?? []) found.add(target)
  return found
}

/** A node of a document by its id. @throws Error where there is none. */
export function nodeOf(document: Pick<GraphDocument, 'nodes'>, id: string): GraphNode {
  const node = document.nodes.find(other => other.id === id)
  if (!node) throw new Error(`There is no layer named ${id}.`)
  return node
}
