import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { definitions } from '../../../nodes/index.ts'
import { addLayer } from '../actions/addLayer.ts'
import { useLayout } from '../store/layoutStore.ts'
import { Button } from '../ui/Button.tsx'
import { LayerRow } from './LayerRow.tsx'
import { moveFocus } from './moveFocus.ts'
import styles from './Palette.module.css'
import { Palette } from './Palette.tsx'

/** The palette as a narrow rail of drawings; its search opens the whole palette over the canvas. */
export function PaletteRail() {
  const isOpen = useLayout(state => state.isPaletteOpen)
  const set = useLayout(state => state.set)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    set({ isPaletteOpen: false })
    button.current?.focus()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move among the buttons inside. */}
      <div className={styles.rail} onKeyDown={moveFocus}>
        <Button
          ref={button}
          aria-label="Search layers and templates"
          aria-expanded={isOpen}
          hint="Search layers and templates"
          keys="/"
          side="right"
          icon={<Search size={16} aria-hidden />}
          onClick={() => set({ isPaletteOpen: !isOpen })}
        />
        <span className={styles.railLine} />
        {definitions.map(definition => (
          <LayerRow key={definition.type} definition={definition} onAdd={addLayer} isIconOnly />
        ))}
      </div>
      {isOpen && <Over onClose={close} />}
    </>
  )
}

function Over({ onClose }: { onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose()
    }
    document.addEventListener('pointerdown', leave)
    return () => document.removeEventListener('pointerdown', leave)
  }, [onClose])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape puts the palette away.
    <div
      ref={box}
      className={styles.over}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <Palette onDone={onClose} hasFocus />
    </div>
  )
}
