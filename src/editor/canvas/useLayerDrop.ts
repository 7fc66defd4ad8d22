import { type DragEvent, useEffect, useMemo, useRef } from 'react'
import { registry } from '../../../nodes/index.ts'
import type { Position } from '../../graph/document.ts'
import { geometry, isPill } from '../../graph/geometry.ts'
import { layerDragType } from '../actions/addLayer.ts'
import { useEditor } from '../store/editorStore.ts'
import { addAt, addOnWire } from './canvasEdits.ts'
import { useCanvas } from './canvasStore.ts'
import { currentPicture } from './currentPicture.ts'
import { flowHandle } from './flowHandle.ts'
import { wireAt } from './wireAt.ts'

/** Where a layer dragged from the palette would go if it were dropped at this place. */
function targetAt(type: string, place: Position) {
  const definition = registry.get(type)
  const title = definition?.title ?? type
  const isOnWire = (definition?.inputs.length ?? 0) > 0
  const edge = isOnWire ? wireAt(currentPicture(), useEditor.getState().history.document, place) : undefined
  if (edge !== undefined) return { kind: 'wire', edge, title } as const
  const pill = isPill(definition)
  const top = place.y - (pill ? geometry.pillHeight : geometry.cardHeight) / 2
  const column = currentPicture().columns.find(other => Math.abs(other.x - place.x) < 20)
  return {
    kind: 'place',
    place: { x: Math.round(column?.x ?? place.x), y: Math.round(top) },
    title,
    isPill: pill,
  } as const
}

/** Takes layers that are dragged from the palette: onto a wire they are inserted, elsewhere they stand where they fall. */
export function useLayerDrop() {
  // A page may read what is dragged only when the drag starts and when it ends, not on its way.
  const dragged = useRef<string | undefined>(undefined)
  useEffect(() => {
    const start = (event: globalThis.DragEvent) => {
      dragged.current = event.dataTransfer?.getData(layerDragType) || undefined
    }
    const end = () => {
      dragged.current = undefined
      useCanvas.getState().set({ drop: undefined })
    }
    window.addEventListener('dragstart', start)
    window.addEventListener('dragend', end)
    return () => {
      window.removeEventListener('dragstart', start)
      window.removeEventListener('dragend', end)
    }
  }, [])
  return useMemo(
    () => ({
      onDragOver: (event: DragEvent) => {
        const handle = flowHandle()
        if (!event.dataTransfer.types.includes(layerDragType) || !handle) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        const place = handle.flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
        useCanvas.getState().set({ drop: targetAt(dragged.current ?? '', place) })
      },
      onDragLeave: (event: DragEvent) => {
        const isInside =
          event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
        if (!isInside) useCanvas.getState().set({ drop: undefined })
      },
      onDrop: (event: DragEvent) => {
        const handle = flowHandle()
        const type = event.dataTransfer.getData(layerDragType)
        useCanvas.getState().set({ drop: undefined })
        if (!type || !handle) return
        event.preventDefault()
        const place = handle.flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
        const target = targetAt(type, place)
        if (target.kind === 'wire') addOnWire(type, target.edge)
        else addAt(type, target.place)
      },
    }),
    [],
  )
}
