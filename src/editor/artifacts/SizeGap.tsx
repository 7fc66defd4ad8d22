import { Check } from 'lucide-react'
import { useMemo } from 'react'
import { registry } from '../../../nodes/index.ts'
import { sizeGap } from '../../analyze/sizeGap.ts'
import { applyChanges } from '../../commands/index.ts'
import { formatShape } from '../../graph/shape.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import styles from './Sizes.module.css'
import { sizeFixesOf } from './sizeFixes.ts'

/** An output that does not have the image's size, and the settings that would bring it back; nothing where it does. */
export function SizeGap() {
  const inference = useInference()
  const run = useEditor(state => state.run)
  const gap = useMemo(() => sizeGap(inference), [inference])
  const fixes = useMemo(() => (gap ? sizeFixesOf(inference, registry) : []), [inference, gap])
  if (!gap) return null
  return (
    <section className={styles.gap} aria-label="The output's size">
      <p>
        The output is <b className="mono">{formatShape(gap.output)}</b>, the image{' '}
        <b className="mono">{formatShape(gap.image)}</b>.
        {fixes.length === 0 && ' No change of one decoder layer brings the size back.'}
      </p>
      <ul>
        {fixes.map(({ label, changes, outcome }) => (
          <li key={label}>
            <span>{label}</span>
            <span className={styles.even}>
              <Check size={13} aria-hidden /> {outcome}
            </span>
            <Button
              look="outline"
              size="dense"
              aria-label={`Apply: ${label}`}
              onClick={() => run(applyChanges(inference.document, registry, changes, label))}
            >
              Apply
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
