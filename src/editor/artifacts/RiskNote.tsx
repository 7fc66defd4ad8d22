import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { create } from 'zustand'
import { registry } from '../../../nodes/index.ts'
import type { OverlapKind } from '../../analyze/overlap.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { type Box, overlayRoot, placeBeside } from '../ui/place.ts'
import { useArtifacts } from './artifactsStore.ts'
import { fixesOf } from './fixes.ts'
import { openArtifacts } from './openArtifacts.ts'
import { RiskMark } from './RiskMark.tsx'
import styles from './RiskNote.module.css'
import { fateOf, reasonOf, riskTitle } from './words.ts'

interface NoteState {
  readonly shown: { readonly id: string; readonly anchor: Box } | undefined
}

const useNote = create<NoteState>()(() => ({ shown: undefined }))

let closing: ReturnType<typeof setTimeout> | undefined

const show = (id: string, element: Element) => {
  clearTimeout(closing)
  useNote.setState({ shown: { id, anchor: element.getBoundingClientRect() } })
}
const hideSoon = () => {
  clearTimeout(closing)
  closing = setTimeout(() => useNote.setState({ shown: undefined }), 180)
}
const hide = () => {
  clearTimeout(closing)
  useNote.setState({ shown: undefined })
}

interface CardMarkProps {
  readonly id: string
  readonly kind: OverlapKind
  readonly size?: number
  /** In the order of focus only while its card is selected, so that a long chain stays quick to walk. */
  readonly isSelected: boolean
}

/** The mark on a card; pointing at it or focusing it says what it means. */
export function CardMark({ id, kind, size, isSelected }: CardMarkProps) {
  return (
    <button
      type="button"
      className={`nodrag nopan ${styles.markButton}`}
      tabIndex={isSelected ? 0 : -1}
      aria-label={kind === 'forward' ? `${id} paints unevenly` : `The gradient of ${id} is uneven`}
      onPointerEnter={event => show(id, event.currentTarget)}
      onPointerLeave={hideSoon}
      onFocus={event => show(id, event.currentTarget)}
      onBlur={hideSoon}
      onKeyDown={event => {
        if (event.key === 'Escape') hide()
        event.stopPropagation()
      }}
      onClick={() => openArtifacts(id)}
    >
      <RiskMark kind={kind} {...(size !== undefined && { size })} />
    </button>
  )
}

/** The note of the mark that is pointed at. Stands once in the app. */
export function RiskNoteLayer() {
  const shown = useNote(state => state.shown)
  const risk = useArtifacts(state => (shown ? state.risks.get(shown.id) : undefined))
  return shown && risk ? createPortal(<RiskNote id={shown.id} anchor={shown.anchor} />, overlayRoot()) : null
}

function RiskNote({ id, anchor }: { id: string; anchor: Box }) {
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
      onPointerEnter={() => clearTimeout(closing)}
      onPointerLeave={hideSoon}
      onFocus={() => clearTimeout(closing)}
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
