import { type ClipboardEvent, type KeyboardEvent, useMemo } from 'react'
import { perform } from '../actions/action.ts'
import { isTyping, matches } from '../actions/keys.ts'
import { layerActions } from '../actions/layerActions.ts'
import { useEditor } from '../store/editorStore.ts'
import { canvasActions } from './canvasActions.ts'
import { copySelection, nudge, paste, removeSelection, walk } from './canvasEdits.ts'
import { useCanvas } from './canvasStore.ts'
import { focusNode } from './focus.ts'
import { revealNode } from './reveal.ts'

/** The browser turns these into clipboard events, which may read and write the clipboard. */
const fromBrowser: readonly string[] = ['copy', 'cut', 'paste']

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

/** True where the key was one of the canvas's own. */
function handle(event: KeyboardEvent<HTMLElement>): boolean {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
  const arrow = arrows[event.key]
  if (arrow && isPlain && useEditor.getState().selection.length > 0) {
    const step = event.shiftKey ? 50 : 10
    nudge(arrow[0] * step, arrow[1] * step)
    return true
  }
  if (event.key === 'Tab' && isPlain) {
    if (walk(event.shiftKey ? -1 : 1)) return true
    if (event.shiftKey && event.target !== event.currentTarget) {
      event.currentTarget.focus()
      return true
    }
    return false
  }
  if (event.key === 'Escape') {
    const { selection, selectedEdges, select } = useEditor.getState()
    if (selection.length === 0 && selectedEdges.length === 0) return false
    select([])
    event.currentTarget.focus()
    return true
  }
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button'))
    return false
  const action = [...canvasActions, ...layerActions].find(
    other => !fromBrowser.includes(other.id) && other.keys?.some(chord => matches(event.nativeEvent, chord)),
  )
  if (!action || (event.repeat && action.section === 'Layers')) return false
  perform(action)
  const last = useEditor.getState().selection.at(-1)
  if (action.section === 'Layers' && last !== undefined && useCanvas.getState().picker === undefined) {
    revealNode(last)
    focusNode(last)
  }
  return true
}

/** The keys that act while the canvas has the focus, and its clipboard. */
export const useCanvasKeys = () =>
  useMemo(() => {
    const isElsewhere = (event: { nativeEvent: Event }) =>
      isTyping(event.nativeEvent as globalThis.KeyboardEvent) || useCanvas.getState().picker !== undefined
    const toClipboard = (event: ClipboardEvent): boolean => {
      const text = isElsewhere(event) ? '' : copySelection()
      if (text === '') return false
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      return true
    }
    return {
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (!event.defaultPrevented && !isElsewhere(event) && handle(event)) event.preventDefault()
      },
      onCopy: toClipboard,
      onCut: (event: ClipboardEvent) => {
        if (toClipboard(event)) removeSelection()
      },
      onPaste: (event: ClipboardEvent) => {
        const text = isElsewhere(event) ? '' : event.clipboardData.getData('text/plain')
        if (!text.includes('"nodes"')) return
        event.preventDefault()
        void paste(text)
      },
    }
  }, [])
