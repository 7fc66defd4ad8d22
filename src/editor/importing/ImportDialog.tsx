import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { registry } from '../../../nodes/index.ts'
import type { Shape } from '../../graph/shape.ts'
import { formatChord, matches } from '../actions/keys.ts'
import { formatSizes, readSizes } from '../inspector/readValues.ts'
import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { Button } from '../ui/Button.tsx'
import { DraftField } from '../ui/DraftField.tsx'
import { formatCount, plural } from '../ui/numbers.ts'
import styles from './Import.module.css'
import { useImport } from './importStore.ts'
import { PreviewList } from './PreviewList.tsx'
import { Remarks } from './Remarks.tsx'
import { selectLine, TextArea } from './TextArea.tsx'
import { usePreview } from './usePreview.ts'

const shapeParam = registry.get('Input')!.params.shape!

/** Makes a model of the text that PyTorch's print(model) gives, with a preview while it is edited. */
export function ImportDialog() {
  const text = useImport(state => state.text)
  const [shape, setShape] = useState<Shape>([1, 28, 28])
  const { preview, isOld } = usePreview(text, shape)
  const field = useRef<HTMLTextAreaElement>(null)
  const sizeId = useId()
  const close = () => useLayout.getState().set({ dialog: undefined })
  const wrong = useMemo(
    () => new Set(preview && 'faults' in preview ? preview.faults.map(fault => fault.line) : []),
    [preview],
  )
  const refusal = !preview
    ? text.trim() === ''
      ? 'Paste the text of print(model) first.'
      : 'The text is being read.'
    : 'faults' in preview
      ? `${plural(preview.faults.length, 'fault')} in the text.`
      : isOld
        ? 'The text is being read.'
        : undefined
  const importIt = () => {
    if (refusal !== undefined || !preview || 'faults' in preview) return
    close()
    useImport.setState({ text: '' })
    const { open, say } = useEditor.getState()
    open(preview.document)
    if (preview.parameters > 0) {
      say(`${preview.document.name} is open. Its weights can be dropped on the canvas next, as .safetensors.`)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!matches(event.nativeEvent, 'Mod+Enter')) return
    event.preventDefault()
    importIt()
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.dialog}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={event => {
            event.preventDefault()
            field.current?.focus()
          }}
        >
          <Dialog.Title className={styles.title}>Import PyTorch text</Dialog.Title>
          <Dialog.Description className={styles.about}>
            Paste what print(model) writes. The new model opens in place of the one on the canvas.
          </Dialog.Description>
          <div className={styles.columns}>
            <TextArea
              text={text}
              field={field}
              wrong={wrong}
              onChange={next => useImport.setState({ text: next })}
            />
            <div className={styles.side}>
              <div className={styles.input}>
                <label htmlFor={sizeId}>Input size</label>
                <DraftField
                  id={sizeId}
                  isLive
                  shown={formatSizes(shape)}
                  read={typed => {
                    const result = readSizes(typed, shapeParam)
                    return 'value' in result ? { value: result.value as Shape } : result
                  }}
                  commit={value => {
                    setShape(value)
                    return undefined
                  }}
                />
              </div>
              <PreviewList preview={preview} isOld={isOld} />
            </div>
          </div>
          {preview && (
            <Remarks
              preview={preview}
              onShape={setShape}
              onLine={line => field.current && selectLine(field.current, line)}
            />
          )}
          <div className={styles.buttons}>
            <span className={styles.totals}>
              {preview && 'rows' in preview && (
                <>
                  {plural(preview.rows.length - 1, 'layer')}, {formatCount(preview.parameters)} parameters
                </>
              )}
            </span>
            <Button look="outline" onClick={close}>
              Cancel
            </Button>
            <Button look="primary" refusal={refusal} keys={formatChord('Mod+Enter')} onClick={importIt}>
              Import
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
