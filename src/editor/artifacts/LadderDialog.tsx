import { Maximize2, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import dialogs from '../actions/Dialogs.module.css'
import { Button } from '../ui/Button.tsx'
import styles from './Sizes.module.css'

/** The size ladder as large as the window, so that its words can be read beside an open panel. */
export function LadderDialog({ url, name }: { url: string; name: string }) {
  return (
    <Dialog.Root>
      <Dialog.Trigger asChild>
        <Button size="dense" icon={<Maximize2 size={14} aria-hidden />}>
          Larger
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={dialogs.overlay} />
        <Dialog.Content className={`${dialogs.help} ${styles.large}`} aria-describedby={undefined}>
          <div className={dialogs.head}>
            <Dialog.Title>Size ladder of {name}</Dialog.Title>
            <Dialog.Close asChild>
              <Button size="dense" icon={<X size={15} aria-hidden />} aria-label="Close" />
            </Dialog.Close>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard. */}
          <div className={styles.largePicture} tabIndex={0}>
            <img src={url} alt={`Tensor sizes and operations of ${name}`} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
