import { useEffect } from 'react'
import styles from './App.module.css'
import { useEditor } from './store/editorStore.ts'

/** How long a passing word stays, in milliseconds: time enough to read a sentence twice. */
const stays = 7000

/** A passing word, such as why an edit was refused. */
export function Notice() {
  const notice = useEditor(state => state.notice)
  const say = useEditor(state => state.say)
  useEffect(() => {
    if (notice === undefined) return
    const timer = setTimeout(() => say(undefined), stays)
    return () => clearTimeout(timer)
  }, [notice, say])
  return (
    <div className={styles.noticeArea} role="status">
      {notice !== undefined && (
        <button type="button" className={styles.notice} onClick={() => say(undefined)}>
          {notice}
        </button>
      )}
    </div>
  )
}
