import { useMemo } from 'react'
import { registry } from '../../../nodes/index.ts'
import { insertExistingOnEdge, moveNodes } from '../../commands/index.ts'
import type { Position } from '../../graph/document.ts'
import { useEditor } from '../store/editorStore.ts'
import { settle, useCanvas } from './canvasStore.ts'
import { currentPicture } from './currentPicture.ts'
import type { FlowNode } from './view.ts'
import { wireAt } from './wireAt.ts'

/** Within so many pixels a dragged node snaps to the column of what it is wired to. */
const snap = 8

/** Where a single dragged node goes: straight below or above a neighbour that does not follow it, if it is nearly so. */
export function snapped(id: string, position: Position, followers: ReadonlySet<string>): Position {
  const { history } = useEditor.getState()
  const { placed } = currentPicture()
  let x = position.x
  let nearest = snap
  for (const edge of history.document.edges) {
    const other = edge.source === id ? edge.target : edge.target === id ? edge.source : undefined
    const neighbour = other === undefined || followers.has(other) ? undefined : placed.get(other)
    if (neighbour && Math.abs(neighbour.x - position.x) < nearest) {
      nearest = Math.abs(neighbour.x - position.x)
      x = neighbour.x
    }
  }
  return { x: Math.round(x), y: Math.round(position.y) }
}

/** The wire that a dragged node without wires lies on. */
function wireUnder(id: string): string | undefined {
  const { document } = useEditor.getState().history
  const definition = registry.get(document.nodes.find(node => node.id === id)?.type ?? '')
  if (!definition || definition.inputs.length === 0 || definition.outputs.length === 0) return undefined
  if (document.edges.some(edge => edge.source === id || edge.target === id)) return undefined
  const node = currentPicture().placed.get(id)
  return node && wireAt(currentPicture(), document, { x: node.x, y: node.y + node.height / 2 }, id)
}

const onDrag = (_event: unknown, node: FlowNode, nodes: readonly FlowNode[]) => {
  const edge = nodes.length === 1 ? wireUnder(node.id) : undefined
  const title = node.data.result.definition.title
  useCanvas.getState().set({ drop: edge === undefined ? undefined : { kind: 'wire', edge, title } })
}

function onDrop(nodes: readonly FlowNode[]) {
  const { moved, drop, set } = useCanvas.getState()
  const { history, run } = useEditor.getState()
  set({ drop: undefined })
  const moves = [...moved].map(([id, position]) => ({ id, position }))
  settle()
  if (moves.length === 0) return
  const [only] = moves
  if (drop?.kind === 'wire' && nodes.length === 1 && only) {
    if (run(insertExistingOnEdge(history.document, registry, drop.edge, only.id, only.position))) return
  }
  run(moveNodes(history.document, moves))
}

/** A drag moves nodes on the canvas only; at its end one command writes down where they are. */
export const useNodeDrag = () =>
  useMemo(
    () => ({
      onNodeDrag: onDrag,
      onNodeDragStop: (_event: unknown, _node: FlowNode, nodes: FlowNode[]) => onDrop(nodes),
      onSelectionDragStop: (_event: unknown, nodes: FlowNode[]) => onDrop(nodes),
    }),
    [],
  )
