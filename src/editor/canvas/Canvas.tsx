import '@xyflow/react/dist/base.css'
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { useLayoutEffect, useMemo } from 'react'
import { editedNodes } from '../store/editedNodes.ts'
import { useEditor } from '../store/editorStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { Backdrop } from './Backdrop.tsx'
import { bracketsOf } from './brackets.ts'
import { Callout } from './Callout.tsx'
import { CardNode, PillNode } from './CardNode.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import styles from './canvas.module.css'
import { useCanvas } from './canvasStore.ts'
import { currentPicture, useDrawn } from './currentPicture.ts'
import { DropGhost } from './DropGhost.tsx'
import { FeatureMaps } from './FeatureMaps.tsx'
import { Pickers } from './Pickers.tsx'
import { useCanvasKeys } from './useCanvasKeys.ts'
import { useFitting } from './useFitting.ts'
import { useFlowEvents } from './useFlowEvents.ts'
import { useLayerDrop } from './useLayerDrop.ts'
import { createView } from './view.ts'
import { zoomRange } from './viewport.ts'
import { WireEdge } from './WireEdge.tsx'
import { ZoomControl } from './ZoomControl.tsx'

const nodeTypes = { card: CardNode, pill: PillNode }
const edgeTypes = { wire: WireEdge }
const nodeOrigin: [number, number] = [0.5, 0]
const addToSelection = ['Meta', 'Control', 'Shift']
const zoomKeys = ['Meta', 'Control']
/** From this many nodes on, those outside the window are not rendered. */
const many = 200

/** The network on the canvas: cards, wires, and behind them the picture of its sizes. Fills its parent. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  )
}

function Flow() {
  const inference = useEditor(state => state.inference)
  const selection = useEditor(state => state.selection)
  const selectedEdges = useEditor(state => state.selectedEdges)
  const trained = useTraining(state => state.trained)
  const isDragging = useCanvas(state => state.moved.size > 0)
  useCanvas(state => state.moved)
  const { root, span, isCompact, onInit, onMoveStart } = useFitting()
  const picture = currentPicture(span)
  useLayoutEffect(() => useDrawn.setState({ wires: picture.wires }), [picture])
  const brackets = useMemo(() => bracketsOf(inference, picture), [inference, picture])
  const derive = useMemo(createView, [])
  const edited = trained && editedNodes(trained, inference.document).nodes
  const view = derive(inference, picture, selection, selectedEdges, edited)
  const events = useFlowEvents()
  const keys = useCanvasKeys()
  const drop = useLayerDrop()
  const { nodes } = inference.document

  return (
    <div ref={root} className={styles.canvas} {...drop}>
      <ReactFlow
        nodes={view.nodes}
        edges={view.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodeOrigin={nodeOrigin}
        connectionLineComponent={ConnectionLine}
        connectionRadius={18}
        onlyRenderVisibleElements={nodes.length > many}
        minZoom={zoomRange.least}
        maxZoom={zoomRange.most}
        nodeDragThreshold={3}
        elevateEdgesOnSelect={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        panActivationKeyCode={null}
        multiSelectionKeyCode={addToSelection}
        zoomActivationKeyCode={zoomKeys}
        zoomOnDoubleClick={false}
        panOnScroll
        disableKeyboardA11y
        aria-label={`Network of ${nodes.length} ${nodes.length === 1 ? 'layer' : 'layers'}`}
        tabIndex={0}
        onInit={onInit}
        onMoveStart={onMoveStart}
        {...events}
        {...keys}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} color="var(--dots)" />
        <Backdrop picture={picture} brackets={brackets} isCompact={isCompact} isDragging={isDragging} />
        <FeatureMaps picture={picture} isCompact={isCompact} />
        <DropGhost picture={picture} />
      </ReactFlow>
      <Callout picture={picture} />
      {nodes.length > 0 && <ZoomControl />}
      <Pickers />
    </div>
  )
}
