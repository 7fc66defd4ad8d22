import { create } from 'zustand'
import { isTyping } from '../actions/keys.ts'
import { useLayout } from '../store/layoutStore.ts'

/** The text of PyTorch that is being imported; it stays when the dialog is closed without importing. */
export const useImport = create<{ readonly text: string }>()(() => ({ text: '' }))

/** Opens the dialog that imports PyTorch's text: this one, or the one that was left there. */
export function openImport(text?: string): void {
  if (text !== undefined) useImport.setState({ text })
  useLayout.getState().set({ dialog: 'import' })
}

/**
 * A child of a printed module (behind the margin of a quotation), a printed layer on a line of its own, or Python source,
 * weights and summaries, which the dialog tells apart.
 */
const marks = new RegExp(
  [
    String.raw`^[\s>#|*\d:.]{0,200}\([^()\n]{1,200}\): (?:\d+ x )?[A-Za-z_]\w*\s?\(`,
    String.raw`^[ \t\xa0]*[A-Z]\w*\([^\n]{0,400}\b[a-z_]{1,40}=[^\n]{0,400}\)[ \t\r]*$`,
    String.raw`\bnn\.[A-Z]\w*\(`,
    String.raw`\bLayer \(type|^OrderedDict\(\[\('`,
  ].join('|'),
  'm',
)

const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')

/** True for a text that is meant as a model of PyTorch. */
export const isPyTorchText = (text: string): boolean =>
  !/^\s*[{[]/.test(text) && marks.test(text.replace(colours, ''))

/** Opens the dialog for PyTorch's text that is pasted where nobody else takes it. */
export function watchPastes(): void {
  window.addEventListener('paste', event => {
    const isTaken = event.defaultPrevented || isTyping(event as unknown as KeyboardEvent)
    if (isTaken || useLayout.getState().dialog !== undefined) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!isPyTorchText(text)) return
    event.preventDefault()
    openImport(text)
  })
}
