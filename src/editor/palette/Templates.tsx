import { FilePlus2 } from 'lucide-react'
import { useId } from 'react'
import { templateList } from '../../../templates/list.ts'
import { openTemplate } from '../actions/templateActions.ts'
import { barsIn, Silhouette } from '../ui/Silhouette.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './Palette.module.css'

/** The ready graphs to start from, each with the picture of its sizes. */
export function Templates({ onDone }: { onDone?: () => void }) {
  const heading = useId()
  return (
    <section className={styles.templates} aria-labelledby={heading}>
      <h2 className={styles.heading} id={heading}>
        Templates
      </h2>
      <ul>
        {templateList.map(({ name, title, about, picture }) => (
          <li key={name}>
            <Tooltip side="right" text={`${about}. Opens in place of the model on the canvas.`}>
              <button
                type="button"
                data-row=""
                className={styles.row}
                onClick={() => {
                  void openTemplate(name)
                  onDone?.()
                }}
              >
                {name === 'empty' ? (
                  <FilePlus2 className={styles.emptyPage} size={15} strokeWidth={1.5} aria-hidden />
                ) : (
                  <Silhouette bars={barsIn(picture)} width={20} height={14} />
                )}
                <span className={styles.name}>{title}</span>
              </button>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  )
}
