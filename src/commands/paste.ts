import type { Registry } from '../graph/definition.ts'
import type { GraphDocument, Position } from '../graph/document.ts'
import { describeFault } from '../graph/fault.ts'
import { readDocument } from '../graph/load.ts'
import { type Additions, addCopies, clipboardFormat, type Part } from './clipboard.ts'
import { refuse } from './edit.ts'
import type { Refusal } from './history.ts'

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
  return addCopies(document, read, { x: position.x - top.x, y: position.y - top.y }, 'Paste')
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
