import { Redo2, Search, Undo2 } from 'lucide-react'
import type { Action } from '../actions/action.ts'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { useEditor } from '../store/editorStore.ts'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { useMedia } from '../ui/useMedia.ts'
import { BackendChip } from './BackendChip.tsx'
import { DocumentName } from './DocumentName.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { ModelMenu } from './ModelMenu.tsx'
import { SavedState } from './SavedState.tsx'
import styles from './TopBar.module.css'
import { TrainButton } from './TrainButton.tsx'

/** The document's name and state at the left, what to do with it at the right. */
export function TopBar() {
  const isNarrow = useMedia('(max-width: 1199px)')
  // The labels of undo and redo follow the history.
  useEditor(state => state.history)
  return (
    <>
      <ModelMenu />
      <h1 className="visually-hidden">Hourglass</h1>
      <DocumentName />
      <SavedState />
      <span className={styles.line} />
      <ActionButton action={actionOf('undo')} icon={<Undo2 size={15} aria-hidden />} />
      <ActionButton action={actionOf('redo')} icon={<Redo2 size={15} aria-hidden />} />
      <span className={styles.gap} />
      <Button
        icon={<Search size={14} aria-hidden />}
        aria-label="Search commands"
        onClick={() => perform(actionOf('commands'))}
      >
        {!isNarrow && 'Search commands'}
        <Kbd>{formatChord('Mod+K')}</Kbd>
      </Button>
      <span className={styles.line} />
      <BackendChip />
      <ExportMenu isIconOnly={isNarrow} />
      <TrainButton />
    </>
  )
}

function ActionButton({ action, icon }: { action: Action; icon: React.ReactNode }) {
  return (
    <Button
      icon={icon}
      aria-label={action.label()}
      hint={action.label()}
      keys={action.keys?.[0] && formatChord(action.keys[0])}
      refusal={action.refusal?.()}
      onClick={() => perform(action)}
    />
  )
}
