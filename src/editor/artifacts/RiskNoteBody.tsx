import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { registry } from '../../../nodes/index.ts'
import { reasonOf } from '../../analyze/reason.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { type Box, placeBeside } from '../ui/place.ts'
import { useArtifacts } from './artifactsStore.ts'
import { fixesOf } from './fixes.ts'
import { openArtifacts } from './openArtifacts.ts'
import styles from './RiskNote.module.css'
import { hide, hideSoon, keep } from './riskNoteStore.ts'
import { fateOf, riskTitle } from './words.ts'

/** What a mark means: why the layer is at risk, what becomes of it, and the first fix. */
export function RiskNoteBody({ id, anchor }: { id: string; anchor: Box }) {
  const inference = useInference()
  const risk = useArtifacts(state => state.risks.get(id))
  const { report, evened } = useArtifacts(state => state.analysis)
  const run = useEditor(state => state.run)
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<{ left: number; top: number }>()
  const fix = useMemo(
    () => (risk ? fixesOf(inference, registry, risk)?.fixes[0] : undefined),
    [inference, risk],
  )
  useLayoutEffect(() => {
    if (box.current) setAt(placeBeside(anchor, box.current, 'bottom', 'start'))
  }, [anchor])
  if (!risk) return null
  const reason = reasonOf(inference, id)
  return (
    <div
      ref={box}
      role="note"
      className={styles.note}
      style={{ ...at, visibility: at ? 'visible' : 'hidden' }}
      onPointerEnter={keep}
      onPointerLeave={hideSoon}
      onFocus={keep}
      onBlur={hideSoon}
    >
      <strong>{riskTitle(risk)}</strong>
      <p>
        {reason && `${reason.charAt(0).toUpperCase()}${reason.slice(1)}. `}
        {fateOf(risk, report, evened.get(id))}
      </p>
      <div className={styles.noteButtons}>
        {fix && (
          <Button
            look="outline"
            size="dense"
            onClick={() => {
              hide()
              run(fix.replacement.command)
            }}
          >
            {fix.label.split(',')[0]}, same size
          </Button>
        )}
        <Button
          size="dense"
          onClick={() => {
            hide()
            openArtifacts(id)
          }}
        >
          Open Artifacts
        </Button>
      </div>
    </div>
  )
}
