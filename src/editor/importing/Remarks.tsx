import { Octagon } from '../canvas/Glyph.tsx'
import { Button } from '../ui/Button.tsx'
import { plural } from '../ui/numbers.ts'
import styles from './Import.module.css'
import type { Preview } from './preview.ts'

interface RemarksProps {
  readonly preview: Preview
  readonly onLine: (line: number) => void
  readonly onShape: (shape: readonly number[]) => void
}

/** Faults, or what the text does not hold, each with its line. */
export function Remarks({ preview, onLine, onShape }: RemarksProps) {
  const faults = 'faults' in preview
  const list = faults ? preview.faults : preview.notes
  const wanted = faults ? preview.wanted : undefined
  if (list.length === 0) return null
  return (
    <section className={styles.remarks} aria-live="polite">
      <h3>
        {faults && <Octagon size={14} />}
        {faults
          ? `${plural(list.length, 'fault')} in the text`
          : `${plural(list.length, 'thing')} that the text does not say`}
        {wanted && (
          <Button size="dense" look="outline" onClick={() => onShape(wanted)}>
            Set the input size to {wanted.join('×')}
          </Button>
        )}
      </h3>
      <ol>
        {list.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <button type="button" className={styles.remark} onClick={() => onLine(line)}>
              <span className={faults ? styles.faultLine : styles.noteLine}>Line {line}</span>
              <span>{message}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
