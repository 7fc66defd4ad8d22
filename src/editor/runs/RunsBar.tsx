import { Undo2, Upload } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import styles from './Runs.module.css'
import { importRun, undoDelete, useRunsPanel } from './runActions.ts'

/** What can be done with runs as a whole, at the end of the row of tabs. */
export function RunsBar() {
  const deleted = useRunsPanel(state => state.deleted)
  const busy = useRunsPanel(state => state.busy)
  return (
    <span className={styles.bar}>
      {busy && <span role="status">{busy}</span>}
      {deleted && (
        <>
          <span role="status">{deleted.run.name} is deleted.</span>
          <Button
            look="outline"
            size="dense"
            icon={<Undo2 size={13} aria-hidden />}
            hint={`Brings ${deleted.run.name} back`}
            onClick={undoDelete}
          >
            Undo
          </Button>
        </>
      )}
      <Button
        look="outline"
        size="dense"
        icon={<Upload size={13} aria-hidden />}
        hint="Takes a zip that was exported here; it can also be dropped anywhere"
        onClick={chooseZip}
      >
        Import
      </Button>
    </span>
  )
}

function chooseZip(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.zip,application/zip'
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) importRun(file)
  })
  input.click()
}
