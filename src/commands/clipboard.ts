import type { Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, GraphNode, Position } from '../graph/document.ts'
import { geometry } from '../graph/geometry.ts'
import { edit, nameThem, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { freeId, newEdgeId } from './ids.ts'

/** What layers on the clipboard call themselves, in place of a document's `hourglass`. */
export const clipboardFormat = 'hourglass-layers'

/** Several new layers, and the command that adds them. */
export interface Additions {
  readonly ids: readonly string[]
  readonly command: Command | Refusal
}

/** Layers and the wires among them. */
export type Part = Pick<GraphDocument, 'nodes' | 'edges'>

/** Layers and the wires among them as text. */
export function copyNodes(document: GraphDocument, ids: readonly string[]): string {
  const part = partOf(document, ids)
  const used = new Set(part.nodes.map(node => node.group))
  const groups = document.groups.filter(group => used.has(group.id))
  return JSON.stringify({ ...part, groups, format: clipboardFormat, version: document.version })
}

/** Doubles layers and the wires among them, to the right of where they are. */
export function duplicateNodes(
  document: GraphDocument,
  _registry: Registry,
  ids: readonly string[],
): Additions {
  const part = partOf(document, ids)
  if (part.nodes.length === 0) return { ids: [], command: refuse('No layer is selected.') }
  const isFree = (x: number) =>
    part.nodes.every(({ position }) =>
      document.nodes.every(
        node =>
          Math.abs(node.position.x - position.x - x) >= geometry.cardWidth ||
          Math.abs(node.position.y - position.y) >= geometry.cardHeight,
      ),
    )
  let x: number = geometry.columnPitch
  while (!isFree(x)) x += geometry.columnPitch
  return addCopies(document, part, { x, y: 0 }, 'Duplicate')
}

function partOf(document: GraphDocument, ids: readonly string[]): Part {
  const chosen = new Set(ids)
  return {
    nodes: document.nodes.filter(node => chosen.has(node.id)),
    edges: document.edges.filter(edge => chosen.has(edge.source) && chosen.has(edge.target)),
  }
}

/** Adds copies under free names, moved by `offset`. A place in a PyTorch module is one node's own and is not copied. */
export function addCopies(document: GraphDocument, part: Part, offset: Position, verb: string): Additions {
  const taken = new Set(document.nodes.map(node => node.id))
  const groups = new Set(document.groups.map(group => group.id))
  const renamed = new Map<string, string>()
  const nodes = part.nodes.map((node): GraphNode => {
    const id = freeId(taken, node.id)
    taken.add(id)
    renamed.set(node.id, id)
    const { group, module: _, ...rest } = node
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y }
    return { ...rest, id, position, ...(group !== undefined && groups.has(group) ? { group } : {}) }
  })
  const edges: GraphEdge[] = [...document.edges]
  for (const edge of part.edges) {
    const [source, target] = [renamed.get(edge.source)!, renamed.get(edge.target)!]
    edges.push({ ...edge, id: newEdgeId(edges), source, target })
  }
  const after = { ...document, nodes: [...document.nodes, ...nodes], edges }
  return {
    ids: [...renamed.values()],
    command: edit(`${verb} ${nameThem([...renamed.keys()])}`, document, after),
  }
}
