import { registry } from '../../../nodes/index.ts'
import { addNode, appendAfter } from '../../commands/insert.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { outputIndices } from '../../infer/code.ts'
import { useEditor } from '../store/editorStore.ts'

/** The type of what the palette drags; its data is the type of a layer. */
export const layerDragType = 'application/x-hourglass-layer'

/**
 * Adds a layer behind the selected one, or behind the end of the network where none is selected, and selects it. A
 * source, or the first layer of all, stands free.
 */
export function addLayer(type: string): void {
  const { history, inference, selection, run, select } = useEditor.getState()
  const { document } = history
  const isSource = registry.get(type)?.inputs.length === 0
  const outputs = outputIndices(inference)
  const end = outputs.length > 0 ? document.nodes[outputs.at(-1)!]!.id : document.nodes.at(-1)?.id
  const anchor = selection.at(-1) ?? end
  const addition =
    isSource || anchor === undefined
      ? addNode(document, registry, { type, position: freePlace(document) })
      : appendAfter(document, registry, anchor, { type })
  if (run(addition.command)) select([addition.id])
}

/** Right of everything, at the height of the topmost node; the origin of an empty page. */
function freePlace({ nodes }: GraphDocument): { x: number; y: number } {
  if (nodes.length === 0) return { x: 0, y: 0 }
  return {
    x: Math.max(...nodes.map(node => node.position.x)) + 400,
    y: Math.min(...nodes.map(node => node.position.y)),
  }
}
