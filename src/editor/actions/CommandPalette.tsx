import { Command, defaultFilter } from 'cmdk'
import { useState } from 'react'
import { useLayout } from '../store/layoutStore.ts'
import { Kbd } from '../ui/Kbd.tsx'
import { type Action, actionSections, perform } from './action.ts'
import { allActions } from './allActions.ts'
import { commandScore } from './commandScore.ts'
import styles from './Dialogs.module.css'
import { formatChord } from './keys.ts'
import { takeTypedAhead } from './TypedAhead.tsx'

/** Every action by its name; what cannot be done now says why. */
export function CommandPalette() {
  const set = useLayout(state => state.set)
  const close = () => set({ dialog: undefined })
  const choose = (action: Action) => {
    close()
    // The dialog gives the focus back when it closes; the action may then move it.
    requestAnimationFrame(() => perform(action))
  }
  const [typed, setTyped] = useState(takeTypedAhead)
  const [selected, setSelected] = useState(() => firstFitting(typed))
  const sections = fittingActions(typed)
  return (
    <Command.Dialog
      open
      label="Commands"
      overlayClassName={styles.overlay!}
      contentClassName={styles.palette!}
      shouldFilter={false}
      value={selected}
      onValueChange={setSelected}
      onOpenChange={isOpen => !isOpen && close()}
    >
      <Command.Input
        className={styles.input}
        placeholder="What do you want to do?"
        value={typed}
        onValueChange={text => {
          setTyped(text)
          setSelected(firstFitting(text))
        }}
      />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>No command is called that.</Command.Empty>
        {sections.map(({ section, inside }) => (
          <Command.Group key={section} heading={section} className={styles.group!}>
            {inside.map(action => (
              <Item key={action.id} action={action} onChoose={choose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}

/** The commands that fit what was typed in their sections: the one that fits best comes first, and its section with it. */
export function fittingActions(typed: string): { section: string; inside: Action[] }[] {
  const scored = allActions()
    .filter(action => action.id !== 'commands')
    .map(action => {
      const words = [action.label(), action.section, ...(action.words ?? [])]
      return { action, score: commandScore(typed, words, defaultFilter(action.id, typed, words)) }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const best = (section: string) => scored.find(each => each.action.section === section)?.score ?? 0
  return [...actionSections]
    .sort((a, b) => best(b) - best(a))
    .map(section => ({
      section,
      inside: scored.filter(each => each.action.section === section).map(each => each.action),
    }))
    .filter(({ inside }) => inside.length > 0)
}

/** The first command that fits and can be done now; none where there is none. */
const firstFitting = (typed: string): string =>
  fittingActions(typed)
    .flatMap(({ inside }) => inside)
    .find(action => action.refusal?.() === undefined)?.id ?? ''

function Item({ action, onChoose }: { action: Action; onChoose: (action: Action) => void }) {
  const refusal = action.refusal?.()
  const [keys] = action.keys ?? []
  return (
    <Command.Item
      value={action.id}
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
