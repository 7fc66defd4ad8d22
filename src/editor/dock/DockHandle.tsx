import type { KeyboardEvent, PointerEvent } from 'react'
import { dockHeights, useLayout } from '../store/layoutStore.ts'
import styles from './Dock.module.css'

/** The upper edge of the dock, dragged or moved with the arrow keys to make it taller. */
export function DockHandle() {
  const height = useLayout(state => state.dockHeight)
  const setHeight = useLayout(state => state.setDockHeight)
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    const handle = event.currentTarget
    const from = event.clientY
    handle.setPointerCapture(event.pointerId)
    const move = (moved: globalThis.PointerEvent) => setHeight(height + from - moved.clientY)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: 16, ArrowDown: -16, Home: -Infinity, End: Infinity }[event.key]
    if (step === undefined) return
    event.preventDefault()
    setHeight(Math.max(0, Math.min(10_000, height + step)))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved.
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the lower panel"
      aria-valuenow={height}
      aria-valuemin={dockHeights.least}
      aria-valuemax={Math.round(window.innerHeight * dockHeights.most)}
      tabIndex={0}
      className={styles.handle}
      onPointerDown={drag}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setHeight(dockHeights.usual)}
    />
  )
}
