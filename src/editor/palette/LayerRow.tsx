import type { DragEvent } from 'react'
import type { NodeDefinition } from '../../graph/definition.ts'
import { layerDragType } from '../actions/addLayer.ts'
import { LayerIcon } from '../ui/LayerIcon.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Palette.module.css'

interface LayerRowProps {
  readonly definition: NodeDefinition
  readonly onAdd: (type: string) => void
  /** In the narrow rail only the drawing is shown. */
  readonly isIconOnly?: boolean
}

/** One layer type: dragged onto the canvas, or added behind the selection. */
export function LayerRow({ definition, onAdd, isIconOnly = false }: LayerRowProps) {
  const { type, title, docs, key } = definition
  const startDrag = (event: DragEvent) => {
    event.dataTransfer.setData(layerDragType, type)
    event.dataTransfer.setData('text/plain', title)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <Tooltip side="right" text={isIconOnly ? `${title}. ${docs}` : docs} keys={isIconOnly ? key : undefined}>
      <button
        type="button"
        data-row=""
        data-layer={type}
        className={isIconOnly ? styles.railRow : styles.row}
        draggable
        aria-label={isIconOnly ? title : undefined}
        aria-keyshortcuts={key}
        onDragStart={startDrag}
        onClick={() => onAdd(type)}
      >
        <LayerIcon definition={definition} />
        {!isIconOnly && <span className={styles.name}>{title}</span>}
        {!isIconOnly && key && <span className={styles.key}>{key}</span>}
      </button>
    </Tooltip>
  )
}
