/** What a person does on the canvas, as functions on the store: the same for keys, the pointer, menus and the palette. */
import { registry } from '../../../nodes/index.ts'
import type { Command, Refusal } from '../../commands/history.ts'
import {
  addNode,
  appendAfter,
  copyNodes,
  duplicateNodes,
  insertOnEdge,
  moveNodes,
  removeEdges,
  removeNodes,
} from '../../commands/index.ts'
import type { Position } from '../../graph/document.ts'
import { geometry } from '../../graph/geometry.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useCanvas } from './canvasStore.ts'
import { flowHandle } from './flowHandle.ts'
import { focusNode } from './focus.ts'
import { withHanging } from './hanging.ts'
import { revealNode } from './reveal.ts'

/** Runs what adds a layer, selects it and brings it into view. */
export function runAddition({ id, command }: { id: string; command: Command | Refusal }): void {
  const { run, select } = useEditor.getState()
  if (!run(command)) return
  select([id])
  revealNode(id)
  focusNode(id)
}

/** Adds a layer at a place of the document, without wires. */
export const addAt = (type: string, position: Position): void =>
  runAddition(addNode(useEditor.getState().history.document, registry, { type, position }))

/** Adds a layer behind another. */
export const addAfter = (type: string, node: string): void =>
  runAddition(appendAfter(useEditor.getState().history.document, registry, node, { type }))

/** Puts a new layer on a wire. */
export const addOnWire = (type: string, edge: string): void =>
  runAddition(insertOnEdge(useEditor.getState().history.document, registry, edge, { type }))

/** Deletes the selected layers, bridging the gap where that fits; or the selected wires where no layer is selected. */
export function removeSelection(): void {
  const { history, selection, selectedEdges, run, select } = useEditor.getState()
  const { document } = history
  if (selection.length === 0) {
    if (run(removeEdges(document, selectedEdges))) flowHandle()?.root.focus()
    return
  }
  const gone = new Set(selection)
  const before = document.edges.find(edge => gone.has(edge.target) && !gone.has(edge.source))?.source
  if (!run(removeNodes(document, registry, selection))) return
  select(before === undefined ? [] : [before])
  if (before === undefined) flowHandle()?.root.focus()
  else focusNode(before)
}

/** Duplicates the selected layers and selects the copies. */
export function duplicateSelection(): void {
  const { history, selection, run, select } = useEditor.getState()
  const { ids, command } = duplicateNodes(history.document, registry, selection)
  if (!run(command)) return
  select(ids)
  if (ids[0] === undefined) return
  revealNode(ids[0])
  focusNode(ids[0])
}

/** What was copied last, for where the page may not read the clipboard. */
let copied = ''

/** The selected layers as text; also kept for pasting in this page. */
export function copySelection(): string {
  const { history, selection } = useEditor.getState()
  if (selection.length > 0) copied = copyNodes(history.document, selection)
  return selection.length > 0 ? copied : ''
}

/** Pastes layers from a text, or what was copied last: below the selection, or in the middle of the view. */
export async function paste(text = copied): Promise<void> {
  const { pasteNodes } = await import('../../commands/paste.ts')
  const { history, inference, selection, run, select } = useEditor.getState()
  const anchor = history.document.nodes.find(node => node.id === selection.at(-1))
  const handle = flowHandle()
  const box = handle?.root.getBoundingClientRect()
  const middle =
    handle && box
      ? handle.flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 3 })
      : { x: 0, y: 0 }
  const taken = inference.document.nodes.map(node => node.position)
  const position = anchor ? { x: anchor.position.x + geometry.columnPitch, y: anchor.position.y } : middle
  while (taken.some(({ x, y }) => Math.abs(x - position.x) < 8 && Math.abs(y - position.y) < 8)) {
    position.x += geometry.columnPitch
  }
  const { ids, command } = pasteNodes(history.document, registry, text, position)
  if (!run(command)) return
  select(ids)
  if (ids[0] === undefined) return
  revealNode(ids[0])
  focusNode(ids[0])
}

/** Selects every layer. */
export const selectAll = (): void => {
  const { history, select } = useEditor.getState()
  select(history.document.nodes.map(node => node.id))
}

/** Moves the selected layers and what hangs on them; moves that follow each other closely are one step of undo. */
export function nudge(dx: number, dy: number): void {
  const { history, selection, run } = useEditor.getState()
  if (selection.length === 0) return
  const chosen = new Set(selection)
  const moves = history.document.nodes
    .filter(node => chosen.has(node.id))
    .map(({ id, position }) => ({ id, position: { x: position.x + dx, y: position.y + dy } }))
  const all = withHanging(history.document, registry, moves)
  run(moveNodes(history.document, all, `nudge:${selection.join(',')}`))
}

/** Selects a layer, brings it into view and gives it the focus. */
export function goTo(id: string): void {
  useEditor.getState().select([id])
  revealNode(id)
  focusNode(id)
}

/** Goes along the wires to the next layer, or the one before. False at the ends. */
export function walk(step: 1 | -1): boolean {
  const { inference, selection } = useEditor.getState()
  const { order } = inference.topology
  const focused = document.activeElement?.closest('.react-flow__node')?.getAttribute('data-id')
  const from = focused ?? selection.at(-1)
  const index = from === undefined ? undefined : inference.topology.index.get(from)
  const at = index === undefined ? (step > 0 ? -1 : order.length) : order.indexOf(index)
  const next = order[at + step]
  if (next === undefined) return false
  goTo(inference.document.nodes[next]!.id)
  return true
}

/** Goes to the next problem behind the selected layer, or the one before, round and round. */
export function goToProblem(step: 1 | -1): void {
  const { inference, selection, say } = useEditor.getState()
  const wrong = inference.topology.order.filter(index => inference.nodes[index]!.state === 'problem')
  if (wrong.length === 0) {
    say('There are no problems.')
    return
  }
  const { order, index } = inference.topology
  const from = order.indexOf(index.get(selection.at(-1) ?? '') ?? -1)
  const places = wrong.map(problem => order.indexOf(problem))
  const later = step > 0 ? places.find(place => place > from) : places.findLast(place => place < from)
  const place = later ?? (step > 0 ? places[0] : places.at(-1))
  if (place !== undefined) goTo(inference.document.nodes[order[place]!]!.id)
}

/** Edits the first parameter of the selected layer on its card. */
export function editSelected(): void {
  const { inference, selection } = useEditor.getState()
  const id = selection.at(-1)
  const result = id === undefined ? undefined : inferenceOf(inference, id)
  if (id === undefined || !result) return
  const names = Object.entries(result.definition.params)
  const param = names.find(([, { card }]) => card?.always)?.[0] ?? names[0]?.[0]
  const isOnCard = result.definition.category !== 'activation'
  if (param === undefined || !isOnCard) return
  if (revealNode(id)) useCanvas.getState().set({ editing: { node: id, param } })
}
