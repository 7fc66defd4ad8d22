import { Plus, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { mostCorners } from '../../training/latent/interpolate.ts'
import dialogs from '../actions/Dialogs.module.css'
import { Button } from '../ui/Button.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import styles from './Digits.module.css'
import { DrawingPad } from './DrawingPad.tsx'
import { type Corner, type HeldModel, useLatent } from './latentStore.ts'
import { Pictures } from './Pictures.tsx'
import { nounOf } from './sampleSize.ts'
import { TestPicker } from './TestPicker.tsx'

interface DigitsDialogProps {
  readonly held: HeldModel
  readonly from: 'test' | 'drawn'
  readonly onFrom: (from: 'test' | 'drawn') => void
  readonly onClose: () => void
}

/** The images that a path goes through: two to five, of the test set or drawn by hand. */
export function DigitsDialog({ held, from, onFrom, onClose }: DigitsDialogProps) {
  const corners = useLatent(state => state.corners)
  const set = useLatent(state => state.set)
  const [slot, setSlot] = useState(0)
  const { shape } = held.facts
  const noun = nounOf(held.facts)
  const scale = Math.max(1, Math.floor(56 / Math.max(shape[1] ?? 28, shape[2] ?? 28)))

  const put = (corner: Corner) => {
    // The same image may be at two corners; ids tell them apart.
    const own = { ...corner, id: `${corner.id} ${slot}` }
    set({ corners: corners.map((each, i) => (i === slot ? own : each)) })
    setSlot((slot + 1) % corners.length)
  }
  const add = () => {
    const last = corners.at(-1)
    if (!last) return
    set({ corners: [...corners, { ...last, id: `${last.id} ${corners.length}` }] })
    setSlot(corners.length)
  }
  const remove = (index: number) => {
    set({ corners: corners.filter((_, i) => i !== index) })
    setSlot(at => Math.min(at, corners.length - 2))
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialogs.overlay} />
        <Dialog.Content className={`${dialogs.help} ${styles.dialog}`}>
          <div className={dialogs.head}>
            <Dialog.Title>The path goes through</Dialog.Title>
            <Dialog.Close asChild>
              <Button size="dense" icon={<X size={15} aria-hidden />} aria-label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description className={dialogs.about}>
            Two to {mostCorners} {noun}s. Choose a place, then the {noun} that is to stand there.
          </Dialog.Description>
          <ol className={styles.slots}>
            {corners.map((corner, i) => (
              <li key={corner.id}>
                <button
                  type="button"
                  aria-pressed={i === slot}
                  aria-label={`Place ${i + 1}: ${corner.title}`}
                  onClick={() => setSlot(i)}
                >
                  <Pictures
                    pixels={corner.bytes}
                    shape={shape}
                    count={1}
                    columns={1}
                    scale={scale}
                    gap={0}
                    label={corner.title}
                  />
                </button>
                {corners.length > 2 && (
                  <Button
                    size="dense"
                    className={styles.remove}
                    icon={<X size={12} aria-hidden />}
                    aria-label={`Take place ${i + 1} out`}
                    onClick={() => remove(i)}
                  />
                )}
              </li>
            ))}
            {corners.length < mostCorners && (
              <li>
                <Button look="outline" icon={<Plus size={14} aria-hidden />} onClick={add}>
                  Add a corner
                </Button>
              </li>
            )}
          </ol>
          <div className={styles.from}>
            <Segmented
              label="Where images come from"
              value={from}
              options={[
                { value: 'test', label: 'From the test set' },
                { value: 'drawn', label: 'Drawn by hand' },
              ]}
              onChoose={onFrom}
            />
          </div>
          {from === 'test' ? (
            <TestPicker held={held} scale={scale} onPick={put} />
          ) : (
            <DrawingPad held={held} onUse={put} />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
