import { Search } from 'lucide-react'
import { useId, useState } from 'react'
import { addLayer } from '../actions/addLayer.ts'
import { Kbd } from '../ui/Kbd.tsx'
import { LayerRow } from './LayerRow.tsx'
import { moveFocus } from './moveFocus.ts'
import styles from './Palette.module.css'
import { findLayers } from './sections.ts'
import { Templates } from './Templates.tsx'

interface PaletteProps {
  /** Called once something was chosen, for a palette that lies over the canvas. */
  readonly onDone?: () => void
  readonly hasFocus?: boolean
}

/** Every layer type by category, to be dragged onto the canvas or added behind the selection, and the templates. */
export function Palette({ onDone, hasFocus = false }: PaletteProps) {
  const [query, setQuery] = useState('')
  const heading = useId()
  const sections = findLayers(query)
  const add = (type: string) => {
    addLayer(type)
    setQuery('')
    onDone?.()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move among the buttons inside.
    <div className={styles.palette} onKeyDown={moveFocus}>
      <label className={styles.search}>
        <Search size={14} aria-hidden />
        <span className="visually-hidden">Search layers</span>
        <input
          type="search"
          placeholder="Search layers"
          value={query}
          data-palette-search=""
          // biome-ignore lint/a11y/noAutofocus: the palette over the canvas is opened in order to type.
          autoFocus={hasFocus}
          onChange={event => setQuery(event.target.value)}
          onKeyDown={event => {
            const first = sections[0]?.definitions[0]
            if (event.key === 'Enter' && query !== '' && first) add(first.type)
            if (event.key === 'Escape') {
              if (query === '') event.currentTarget.blur()
              setQuery('')
            }
          }}
        />
        {query === '' && <Kbd>/</Kbd>}
      </label>
      <div className={styles.list}>
        {sections.length === 0 && (
          <p className={styles.none}>No layer is called “{query}”. Names are those of torch.nn.</p>
        )}
        {sections.map(({ category, title, definitions }) => (
          <section key={category} aria-labelledby={`${heading}-${category}`}>
            <h2 className={styles.heading} id={`${heading}-${category}`}>
              {title}
            </h2>
            <ul>
              {definitions.map(definition => (
                <li key={definition.type}>
                  <LayerRow definition={definition} onAdd={add} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <Templates {...(onDone && { onDone })} />
    </div>
  )
}
