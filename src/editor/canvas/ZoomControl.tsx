import { useStore } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import styles from './canvas.module.css'
import { fitGraph, zoom } from './canvasActions.ts'

const percent = (state: { transform: [number, number, number] }) => Math.round(state.transform[2] * 100)

/** How large the canvas is shown, and the way to all of it. */
export function ZoomControl() {
  const shown = useStore(percent)
  return (
    <fieldset className={styles.zoom} aria-label="Zoom">
      <button type="button" aria-label="Zoom out" onClick={() => zoom('out')}>
        <Minus size={14} />
      </button>
      <button
        type="button"
        aria-label={`${shown} %, zoom to 100 %`}
        className={styles.percent}
        onClick={() => zoom('actual')}
      >
        {shown} %
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => zoom('in')}>
        <Plus size={14} />
      </button>
      <span className={styles.zoomLine} />
      <button type="button" aria-label="Fit the graph" title="Fit the graph (Shift 1)" onClick={fitGraph}>
        <Maximize size={14} />
      </button>
    </fieldset>
  )
}
