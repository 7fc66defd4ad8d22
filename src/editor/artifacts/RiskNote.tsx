import { lazy, Suspense } from 'react'
import { createPortal } from 'react-dom'
import type { OverlapKind } from '../../analyze/overlap.ts'
import { overlayRoot } from '../ui/place.ts'
import { useArtifacts } from './artifactsStore.ts'
import { openArtifacts } from './openArtifacts.ts'
import { RiskMark } from './RiskMark.tsx'
import styles from './RiskNote.module.css'
import { hide, hideSoon, show, useNote } from './riskNoteStore.ts'

const RiskNoteBody = lazy(() => import('./RiskNoteBody.tsx').then(m => ({ default: m.RiskNoteBody })))

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
  return shown && risk
    ? createPortal(
        <Suspense>
          <RiskNoteBody id={shown.id} anchor={shown.anchor} />
        </Suspense>,
        overlayRoot(),
      )
    : null
}
