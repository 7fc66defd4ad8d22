import { Command, defaultFilter } from 'cmdk'
import { useLayout } from '../store/layoutStore.ts'
import { Kbd } from '../ui/Kbd.tsx'
import { type Action, actionSections, perform } from './action.ts'
import { allActions } from './allActions.ts'
import { commandScore } from './commandScore.ts'
import styles from './Dialogs.module.css'
import { formatChord } from './keys.ts'

/** Every action by its name; what cannot be done now says why. */
export function CommandPalette() {
  const set = useLayout(state => state.set)
  const close = () => set({ dialog: undefined })
  const choose = (action: Action) => {
    close()
    // The dialog gives the focus back when it closes; the action may then move it.
    requestAnimationFrame(() => perform(action))
  }
  const actions = allActions().filter(action => action.id !== 'commands')
  return (
    <Command.Dialog
      open
      label="Commands"
      overlayClassName={styles.overlay!}
      contentClassName={styles.palette!}
      filter={(id, typed, words = []) => commandScore(typed, words, defaultFilter(id, typed, words))}
      onOpenChange={isOpen => !isOpen && close()}
    >
      <Command.Input className={styles.input} placeholder="What do you want to do?" />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>No command is called that.</Command.Empty>
        {actionSections.map(section => {
          const inside = actions.filter(action => action.section === section)
          if (inside.length === 0) return null
          return (
            <Command.Group key={section} heading={section} className={styles.group!}>
              {inside.map(action => (
                <Item key={action.id} action={action} onChoose={choose} />
              ))}
            </Command.Group>
          )
        })}
      </Command.List>
    </Command.Dialog>
  )
}

function Item({ action, onChoose }: { action: Action; onChoose: (action: Action) => void }) {
  const refusal = action.refusal?.()
  const [keys] = action.keys ?? []
  return (
    <Command.Item
      value={action.id}
      keywords={[action.label(), action.section, ...(action.words ?? [])]}
      disabled={refusal !== undefined}
      className={styles.item!}
      onSelect={() => onChoose(action)}
    >
      <span className={styles.label}>
        {action.label()}
        {refusal && <small>{refusal}</small>}
      </span>
      {keys && <Kbd>{formatChord(keys)}</Kbd>}
    </Command.Item>
  )
}
