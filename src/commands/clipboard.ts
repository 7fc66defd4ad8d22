import type { Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, GraphNode, Position } from '../graph/document.ts'
import { describeFault } from '../graph/fault.ts'
import { geometry } from '../graph/geometry.ts'
import { readDocument } from '../graph/load.ts'
import { edit, nameThem, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { freeId, newEdgeId } from './ids.ts'

/** What layers on the clipboard call themselves, in place of a document's `hourglass`. */
const clipboardFormat = 'hourglass-layers'

/** Several new layers, and the command that adds them. */
export interface Additions {
  readonly ids: readonly string[]
  readonly command: Command | Refusal
}

type Part = Pick<GraphDocument, 'nodes' | 'edges'>

/** Layers and the wires among them as text. */
export function copyNodes(document: GraphDocument, ids: readonly string[]): string {
  const part = partOf(document, ids)
  const used = new Set(part.nodes.map(node => node.group))
  const groups = document.groups.filter(group => used.has(group.id))
  return JSON.stringify({ ...part, groups, format: clipboardFormat, version: document.version })
}

/** Adds the layers of a text made by `copyNodes`, or of a whole saved file; the topmost comes to `position`. */
export function pasteNodes(
  document: GraphDocument,
  registry: Registry,
  text: string,
  position: Position,
): Additions {
  const read = readPart(text, registry)
  if ('refused' in read) return { ids: [], command: read }
  const top = read.nodes.reduce<Position | undefined>(
    (highest, node) => (highest && highest.y <= node.position.y ? highest : node.position),
    undefined,
  )
  if (!top) return { ids: [], command: refuse('There are no layers on the clipboard.') }
  return add(document, read, { x: position.x - top.x, y: position.y - top.y }, 'Paste')
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
  return add(document, part, { x, y: 0 }, 'Duplicate')
}

function partOf(document: GraphDocument, ids: readonly string[]): Part {
  const chosen = new Set(ids)
  return {
    nodes: document.nodes.filter(node => chosen.has(node.id)),
    edges: document.edges.filter(edge => chosen.has(edge.source) && chosen.has(edge.target)),
  }
}

function readPart(text: string, registry: Registry): Part | Refusal {
  const nothing = refuse('There are no layers on the clipboard.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return nothing
  }
  if (typeof value !== 'object' || value === null) return nothing
  const { format } = value as { readonly format?: unknown }
  if (format !== clipboardFormat && format !== 'hourglass') return nothing
  const file = format === 'hourglass' ? value : { ...asFile(value, registry), format: 'hourglass' }
  const loaded = readDocument(file, registry)
  if ('document' in loaded) return loaded.document
  return refuse(`The layers on the clipboard are not valid: ${describeFault(loaded.faults[0]!)}`)
}

/** What `copyNodes` wrote as a file: it has no name, and its parameters are those of the versions that are running. */
function asFile(value: object, registry: Registry): object {
  const { nodes } = value as { readonly nodes?: unknown }
  if (!Array.isArray(nodes)) return { ...value, name: 'Clipboard' }
  const current = nodes.map((node: unknown) => {
    if (typeof node !== 'object' || node === null) return node
    const version = registry.get(String((node as { readonly type?: unknown }).type))?.version
    return version === undefined ? node : { ...node, version }
  })
  return { ...value, nodes: current, name: 'Clipboard' }
}

/** Adds copies under free names, moved by `offset`. A place in a PyTorch module is one node's own and is not copied. */
function add(document: GraphDocument, part: Part, offset: Position, verb: string): Additions {
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
