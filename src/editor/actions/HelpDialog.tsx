import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useLayout } from '../store/layoutStore.ts'
import { Button } from '../ui/Button.tsx'
import { Kbd } from '../ui/Kbd.tsx'
import { actionSections } from './action.ts'
import { allActions } from './allActions.ts'
import styles from './Dialogs.module.css'
import { formatChord } from './keys.ts'

/** Keys that are no actions of their own: they mean what the focus is on. */
const gestures: readonly { readonly keys: readonly string[]; readonly label: string }[] = [
  { keys: ['Tab', 'Shift+Tab'], label: 'Next, previous node along the wire' },
  { keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], label: 'Move by 10, with Shift by 50' },
  { keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], label: 'Step the number under the focus' },
  { keys: ['Escape'], label: 'Back: from a field to its card, from a card to none' },
]

/** All keys, and whose work is inside. */
export function HelpDialog() {
  const set = useLayout(state => state.set)
  const withKeys = allActions().filter(action => action.keys)
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && set({ dialog: undefined })}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.help}>
          <div className={styles.head}>
            <Dialog.Title>All keys</Dialog.Title>
            <Dialog.Close asChild>
              <Button size="dense" icon={<X size={15} aria-hidden />} aria-label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description className={styles.about}>
            Letters act while the canvas has the focus; the rest acts everywhere.
          </Dialog.Description>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
          <div className={styles.columns} tabIndex={0}>
            {actionSections.map(section => {
              const inside = withKeys.filter(action => action.section === section)
              if (inside.length === 0) return null
              return (
                <section key={section}>
                  <h3>{section}</h3>
                  <dl>
                    {inside.map(action => (
                      <Row key={action.id} label={action.label()} keys={action.keys ?? []} />
                    ))}
                    {section === 'Canvas' &&
                      gestures.map(({ label, keys }) => <Row key={label} label={label} keys={keys} />)}
                  </dl>
                </section>
              )
            })}
          </div>
          <p className={styles.credits}>
            Built on React Flow (MIT, © webkid GmbH), Monaco Editor (MIT, © Microsoft) and TensorFlow.js
            (Apache 2.0, © Google). MNIST by Yann LeCun, Corinna Cortes and Christopher Burges.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const Row = ({ label, keys }: { label: string; keys: readonly string[] }) => (
  <div className={styles.row}>
    <dt>{label}</dt>
    <dd>
      {keys.map(chord => (
        <Kbd key={chord}>{formatChord(chord)}</Kbd>
      ))}
    </dd>
  </div>
)
