import { registry } from '../../../nodes/index.ts'
import { arrange } from '../../commands/index.ts'
import type { Action } from '../actions/action.ts'
import { useEditor } from '../store/editorStore.ts'
import {
  copySelection,
  duplicateSelection,
  editSelected,
  goToProblem,
  paste,
  removeSelection,
  selectAll,
} from './canvasEdits.ts'
import { useCanvas } from './canvasStore.ts'
import { currentPicture } from './currentPicture.ts'
import { flowHandle } from './flowHandle.ts'

/** Shows the whole document. */
export const fitGraph = (): void => flowHandle()?.fit()

/** Shows the selected layers, or the whole document where none is selected. */
export function fitSelection(): void {
  const nodes = useEditor.getState().selection.flatMap(id => currentPicture().placed.get(id) ?? [])
  if (nodes.length === 0) {
    fitGraph()
    return
  }
  flowHandle()?.show({
    left: Math.min(...nodes.map(node => node.x - node.width / 2)),
    right: Math.max(...nodes.map(node => node.x + node.width / 2)),
    top: Math.min(...nodes.map(node => node.y)),
    bottom: Math.max(...nodes.map(node => node.y + node.height)),
  })
}

/** Zooms about the middle of the canvas: a step in or out, or to 100 %. */
export function zoom(to: 'in' | 'out' | 'actual'): void {
  const flow = flowHandle()?.flow
  if (to === 'in') void flow?.zoomIn()
  else if (to === 'out') void flow?.zoomOut()
  else void flow?.zoomTo(1)
}

/** Opens the list of layers: behind the selected layer, or at a place in the window. */
export function openAdd(client?: { readonly x: number; readonly y: number }): void {
  const handle = flowHandle()
  if (!handle) return
  const box = handle.root.getBoundingClientRect()
  const after = client ? undefined : useEditor.getState().selection.at(-1)
  const node = after === undefined ? undefined : currentPicture().placed.get(after)
  const point =
    client ??
    (node
      ? handle.flow.flowToScreenPosition({ x: node.x + 20, y: node.y + node.height + 4 })
      : { x: box.left + box.width / 2 - 110, y: box.top + box.height / 3 })
  const place = handle.flow.screenToFlowPosition(point)
  const at = within({ x: point.x - box.left, y: point.y - box.top }, box)
  useCanvas.getState().set({ picker: { kind: 'add', at, place, after: node && after } })
}

/** Opens the list of ports that the selected layer can be wired to. */
export function openConnect(): void {
  const handle = flowHandle()
  const id = useEditor.getState().selection.at(-1)
  const node = id === undefined ? undefined : currentPicture().placed.get(id)
  if (!handle || !node) return
  const box = handle.root.getBoundingClientRect()
  const point = handle.flow.flowToScreenPosition({ x: node.x + 20, y: node.y + node.height + 4 })
  const at = within({ x: point.x - box.left, y: point.y - box.top }, box)
  useCanvas.getState().set({ picker: { kind: 'connect', at, node: node.id } })
}

/** Keeps a list that opens here inside the canvas. */
const within = ({ x, y }: { x: number; y: number }, box: DOMRect): { x: number; y: number } => ({
  x: Math.max(8, Math.min(x, box.width - 236)),
  y: Math.max(8, Math.min(y, box.height - 248)),
})

const needsSelection = () =>
  useEditor.getState().selection.length === 0 ? 'Select a layer first.' : undefined

const toClipboard = () => {
  // Where the browser keeps the clipboard from us, pasting in this page still works.
  navigator.clipboard?.writeText(copySelection()).catch(() => undefined)
}

/** Everything that can be done on the canvas besides adding a layer by its letter, for keys, palette and help. */
export const canvasActions: readonly Action[] = [
  {
    id: 'add-layer',
    label: () => 'Add a layer by name',
    section: 'Layers',
    keys: ['A'],
    scope: 'canvas',
    words: ['insert', 'new'],
    run: () => openAdd(),
  },
  {
    id: 'connect',
    label: () => 'Connect to…',
    section: 'Canvas',
    keys: ['W'],
    scope: 'canvas',
    words: ['wire', 'edge', 'port'],
    refusal: needsSelection,
    run: openConnect,
  },
  {
    id: 'edit-parameter',
    label: () => 'Edit the first parameter',
    section: 'Canvas',
    keys: ['Enter'],
    scope: 'canvas',
    refusal: needsSelection,
    run: editSelected,
  },
  {
    id: 'delete',
    label: () => 'Delete and bridge the gap',
    section: 'Canvas',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    words: ['remove'],
    refusal: () => (useEditor.getState().selectedEdges.length > 0 ? undefined : needsSelection()),
    run: removeSelection,
  },
  {
    id: 'duplicate',
    label: () => 'Duplicate',
    section: 'Canvas',
    keys: ['Mod+D'],
    scope: 'canvas',
    refusal: needsSelection,
    run: duplicateSelection,
  },
  {
    id: 'copy',
    label: () => 'Copy',
    section: 'Canvas',
    keys: ['Mod+C'],
    scope: 'canvas',
    refusal: needsSelection,
    run: toClipboard,
  },
  {
    id: 'cut',
    label: () => 'Cut',
    section: 'Canvas',
    keys: ['Mod+X'],
    scope: 'canvas',
    refusal: needsSelection,
    run: () => {
      toClipboard()
      removeSelection()
    },
  },
  {
    id: 'paste',
    label: () => 'Paste',
    section: 'Canvas',
    keys: ['Mod+V'],
    scope: 'canvas',
    run: () => void paste(),
  },
  {
    id: 'select-all',
    label: () => 'Select all',
    section: 'Canvas',
    keys: ['Mod+A'],
    run: selectAll,
  },
  {
    id: 'next-problem',
    label: () => 'Next problem',
    section: 'Canvas',
    keys: ['F8'],
    words: ['error'],
    run: () => goToProblem(1),
  },
  {
    id: 'previous-problem',
    label: () => 'Previous problem',
    section: 'Canvas',
    keys: ['Shift+F8'],
    words: ['error'],
    run: () => goToProblem(-1),
  },
  {
    id: 'fit-graph',
    label: () => 'Fit the graph',
    section: 'Canvas',
    keys: ['Shift+1'],
    words: ['zoom', 'all'],
    run: fitGraph,
  },
  {
    id: 'fit-selection',
    label: () => 'Fit the selection',
    section: 'Canvas',
    keys: ['Shift+2'],
    words: ['zoom'],
    run: fitSelection,
  },
  {
    id: 'zoom-actual',
    label: () => 'Zoom to 100 %',
    section: 'Canvas',
    keys: ['Shift+0'],
    run: () => zoom('actual'),
  },
  {
    id: 'arrange',
    label: () => 'Arrange in columns',
    section: 'Canvas',
    words: ['layout', 'tidy'],
    run: () => {
      const { history, run } = useEditor.getState()
      if (run(arrange(history.document, registry))) fitGraph()
    },
  },
]
