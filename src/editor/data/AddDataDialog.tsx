import { Dialog } from 'radix-ui'
import { useEffect, useRef } from 'react'
import type { DroppedFile } from '../../training/data/protocol.ts'
import { useEditor } from '../store/editorStore.ts'
import { Button } from '../ui/Button.tsx'
import { formatSeconds } from '../ui/numbers.ts'
import styles from './AddData.module.css'
import { readDataFiles, stopAdding, useAdding } from './addData.ts'
import { closeAddData, useAddData } from './addDataStore.ts'
import { FoundData } from './FoundData.tsx'
import { inputShape } from './useSource.ts'

/** Adds a person's own data: files are chosen or dropped, read in a worker, looked at, and kept under a name. */
export function AddDataDialog() {
  const given = useAddData(state => state.files)
  const status = useAdding(state => state.status)
  const read = useRef<readonly DroppedFile[]>(undefined)
  useEffect(() => {
    if (!given || given.length === 0 || read.current === given) return
    read.current = given
    const [channels = 1, height = 28, width = 28] = inputShape(useEditor.getState().inference)
    void readDataFiles(given, [channels === 3 ? 3 : 1, height, width])
  }, [given])
  const close = () => {
    stopAdding()
    closeAddData()
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <Dialog.Title className={styles.title}>Add data</Dialog.Title>
          {status.kind === 'empty' && <Choose onClose={close} />}
          {status.kind === 'reading' && <Reading onCancel={close} />}
          {status.kind === 'keeping' && <p className={styles.about}>Keeping the images in this browser…</p>}
          {status.kind === 'found' && <FoundData found={status.found} onClose={close} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Choose({ onClose }: { onClose: () => void }) {
  const choose = (isFolder: boolean) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.webkitdirectory = isFolder
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].map(file => ({
        path: file.webkitRelativePath || file.name,
        file,
      }))
      if (files.length > 0) useAddData.setState({ files })
    })
    input.click()
  }
  return (
    <>
      <p className={styles.about}>
        Drop files or a folder anywhere on the window, or choose them. They stay in this browser.
      </p>
      <dl className={styles.kinds}>
        <dt>IDX</dt>
        <dd>the four files of Fashion-MNIST, KMNIST or EMNIST at once, .gz or not</dd>
        <dt>.npz, .npy</dt>
        <dd>x_train, y_train, x_test, y_test, train_images …, or one array; bytes or reals</dd>
        <dt>pictures</dt>
        <dd>PNG, JPEG, WebP or GIF in a folder or .zip; folders inside it are the classes</dd>
        <dt>CSV</dt>
        <dd>a row of pixels for each image, with or without label and header</dd>
      </dl>
      <div className={styles.buttons}>
        <Button onClick={onClose}>Close</Button>
        <Button look="outline" onClick={() => choose(true)}>
          Choose a folder…
        </Button>
        <Button look="primary" onClick={() => choose(false)}>
          Choose files…
        </Button>
      </div>
    </>
  )
}

function Reading({ onCancel }: { onCancel: () => void }) {
  const status = useAdding(state => state.status)
  if (status.kind !== 'reading') return null
  const { what, part, secondsLeft } = status
  return (
    <>
      <p className={styles.about}>{what}</p>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Reading"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * part)}
      >
        <span style={{ width: `${100 * part}%` }} />
      </div>
      <div className={styles.buttons}>
        <span className={styles.left}>
          {secondsLeft !== undefined && `${formatSeconds(secondsLeft)} left`}
        </span>
        <Button look="outline" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </>
  )
}
