import { renameDocument } from '../../commands/index.ts'
import { useEditor } from '../store/editorStore.ts'
import { useDocument } from '../store/useDocument.ts'
import { DraftField } from '../ui/DraftField.tsx'
import styles from './TopBar.module.css'

/** The model's name, edited where it stands. */
export function DocumentName() {
  const { name } = useDocument()
  return (
    <span className={styles.name}>
      <span aria-hidden="true">{name}</span>
      <DraftField
        aria-label="Name of the model"
        shown={name}
        read={text => ({ value: text })}
        commit={wanted => {
          const { history, run } = useEditor.getState()
          const command = renameDocument(history.document, wanted)
          if ('refused' in command) return command.refused
          run(command)
          return undefined
        }}
      />
    </span>
  )
}
