import { Dialog } from 'radix-ui'
import { Button } from '../ui/Button.tsx'
import styles from './FaultsDialog.module.css'
import { openFile } from './files.ts'
import { showRefusedFile, useSaving } from './savingStore.ts'

/** Everything that is wrong with a file that was refused, each with its place. */
export function FaultsDialog() {
  const refused = useSaving(state => state.refusedFile)
  const close = () => showRefusedFile(undefined)
  const count = refused?.faults.length ?? 0
  return (
    <Dialog.Root open={refused !== undefined} onOpenChange={isOpen => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog}>
          <Dialog.Title className={styles.title}>{refused?.name} was not opened</Dialog.Title>
          <Dialog.Description className={styles.about}>
            {count === 1 ? 'One thing is wrong with it.' : `${count} things are wrong with it.`} What was open
            stays.
          </Dialog.Description>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
          <ul className={styles.faults} tabIndex={0} aria-label="Faults">
            {refused?.faults.map(({ path, message }) => (
              <li key={`${path}: ${message}`} className={styles.fault}>
                {path && <code className={styles.path}>{path}</code>}
                <span>{message}</span>
              </li>
            ))}
          </ul>
          {refused?.remedy && <p className={styles.remedy}>{refused.remedy}</p>}
          <div className={styles.buttons}>
            <Button
              look="outline"
              onClick={() => {
                close()
                openFile()
              }}
            >
              Open another file
            </Button>
            <Button look="primary" onClick={close}>
              Close
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
