import { useSaving } from '../saving/savingStore.ts'
import { Tooltip } from '../ui/Tooltip.tsx'
import styles from './TopBar.module.css'

const hints = {
  nothing: undefined,
  saving: 'It is being written into this browser.',
  saved: 'In this browser. Save to a file to take it elsewhere.',
  failed: 'Save to a file, so that nothing is lost.',
} as const

/** Whether what is on the canvas is kept. */
export function SavedState() {
  const status = useSaving(state => state.status)
  const text = useSaving(state => state.text)
  const isReady = useSaving(state => state.isReady)
  return (
    <Tooltip text={hints[status]}>
      <span className={status === 'failed' ? styles.notSaved : styles.saved}>{isReady ? text : ''}</span>
    </Tooltip>
  )
}
