import type { Connection, Edge, EdgeChange, NodeChange, OnConnectEnd } from '@xyflow/react'
import { type MouseEvent, useMemo } from 'react'
import { registry } from '../../../nodes/index.ts'
import { connect, reconnect } from '../../commands/index.ts'
import type { Position } from '../../graph/document.ts'
import { useEditor } from '../store/editorStore.ts'
import { openAdd } from './canvasActions.ts'
import { useCanvas } from './canvasStore.ts'
import { connectionAt, refusalOf, startMoving } from './connecting.ts'
import { flowHandle } from './flowHandle.ts'
import { hangingBelow, type Move, withHanging } from './hanging.ts'
import { snapped, useNodeDrag } from './useNodeDrag.ts'
import type { FlowEdge, FlowNode } from './view.ts'

/** The ids after some were selected and others were not any more; the same list where nothing changed. */
function changedSelection(
  before: readonly string[],
  changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[],
): readonly string[] {
  const after = new Set(before)
  for (const change of changes) {
    if (change.type !== 'select') continue
    if (change.selected) after.add(change.id)
    else after.delete(change.id)
  }
  return after.size === before.length && before.every(id => after.has(id)) ? before : [...after]
}

/** A node that is moved alone snaps to what it is wired to. */
function snappedAlone(moves: readonly Move[]): readonly Move[] {
  const [only, ...others] = moves
  if (!only || others.length > 0) return moves
  const followers = new Set(hangingBelow(useEditor.getState().history.document, registry, only.id))
  return [{ id: only.id, position: snapped(only.id, only.position, followers) }]
}

function onNodesChange(changes: NodeChange<FlowNode>[]) {
  const { history, selection, selectedEdges, select } = useEditor.getState()
  const selected = changedSelection(selection, changes)
  if (selected !== selection) select(selected, selectedEdges)
  const moves = changes.flatMap(change =>
    change.type === 'position' && change.position ? [{ id: change.id, position: change.position }] : [],
  )
  if (moves.length === 0) return
  const { moved, set } = useCanvas.getState()
  const next = new Map<string, Position>(moved)
  for (const { id, position } of withHanging(history.document, registry, snappedAlone(moves))) {
    next.set(id, position)
  }
  set({ moved: next })
}

function onEdgesChange(changes: EdgeChange<FlowEdge>[]) {
  const { selection, selectedEdges, select } = useEditor.getState()
  const selected = changedSelection(selectedEdges, changes)
  if (selected !== selectedEdges) select(selection, selected)
}

const onConnect = (connection: Connection) => {
  const { history, run } = useEditor.getState()
  run(connect(history.document, registry, connection))
}

/** A wire may also be let go anywhere on a card: it then ends at the first port that it fits. */
const onConnectEnd: OnConnectEnd = (event, { fromHandle, toHandle, isValid }) => {
  const flow = flowHandle()?.flow
  if (isValid || toHandle || !fromHandle || !flow) return
  const point = 'changedTouches' in event ? event.changedTouches[0] : event
  if (!point) return
  const attempt = connectionAt(
    fromHandle,
    null,
    flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }),
  )
  if (attempt && attempt.refused === undefined) onConnect(attempt.connection as Connection)
}

const onReconnect = (edge: FlowEdge, connection: Connection) => {
  const { history, run } = useEditor.getState()
  run(reconnect(history.document, registry, edge.id, connection))
}

const onDoubleClick = (event: MouseEvent) => {
  const isPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane')
  if (isPane) openAdd({ x: event.clientX, y: event.clientY })
}

/** What React Flow reports, as commands and as changes of the session. */
export function useFlowEvents() {
  const drag = useNodeDrag()
  return useMemo(
    () => ({
      ...drag,
      onNodesChange,
      onEdgesChange,
      onConnect,
      onConnectEnd,
      onReconnect,
      onReconnectStart: (_event: unknown, edge: FlowEdge) => startMoving(edge.id),
      onReconnectEnd: () => startMoving(undefined),
      isValidConnection: (connection: Connection | Edge) => refusalOf(connection) === undefined,
      onDoubleClick,
      onNodeMouseEnter: (_event: unknown, node: FlowNode) => useCanvas.getState().set({ hovered: node.id }),
      onNodeMouseLeave: () => useCanvas.getState().set({ hovered: undefined }),
      onEdgeMouseEnter: (_event: unknown, edge: FlowEdge) =>
        useCanvas.getState().set({ hoveredEdge: edge.id }),
      onEdgeMouseLeave: () => useCanvas.getState().set({ hoveredEdge: undefined }),
    }),
    [drag],
  )
}
