import { FilePlus2 } from 'lucide-react'
import { useId } from 'react'
import { openTemplate, readyTemplates } from '../actions/templateActions.ts'
import { barsOf, Silhouette } from '../ui/Silhouette.tsx'
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
        {readyTemplates().map(template => {
          const bars = barsOf(template.inference)
          return (
            <li key={template.name}>
              <Tooltip side="right" text={`${template.about}. Opens in place of the model on the canvas.`}>
                <button
                  type="button"
                  data-row=""
                  className={styles.row}
                  onClick={() => {
                    openTemplate(template)
                    onDone?.()
                  }}
                >
                  {bars.length > 0 ? (
                    <Silhouette bars={bars} width={20} height={14} />
                  ) : (
                    <FilePlus2 size={15} strokeWidth={1.5} aria-hidden />
                  )}
                  <span className={styles.name}>{template.title}</span>
                </button>
              </Tooltip>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
