import { useEffect } from 'react'
import { useLayout } from '../store/layoutStore.ts'
import { perform } from './action.ts'
import { allActions } from './allActions.ts'
import { actsWhileTyping, isTyping, matches } from './keys.ts'

/** Keys that a focused control needs for itself. */
const isPressing = (event: KeyboardEvent): boolean =>
  (event.key === ' ' || event.key === 'Enter') &&
  event.target instanceof HTMLElement &&
  event.target.closest('button, a, select, [role="tab"], [role="menuitem"], [role="option"]') !== null

/** A field whose text stands in the document already: undo there means the document's. */
const isSettledField = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLElement && event.target.dataset.settled === 'true'

/** Whether a dialog takes all keys, be it one that is open by an action or by what was dropped. */
const isBehindDialog = (): boolean =>
  useLayout.getState().dialog !== undefined ||
  document.querySelector('[role="dialog"][data-state="open"]') !== null

/** Listens for the keys of all actions, wherever the focus is; those of the canvas are left to the canvas. */
export function useKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isBehindDialog()) return
      if (isPressing(event) && !event.ctrlKey && !event.metaKey) return
      for (const action of allActions()) {
        if (action.scope === 'canvas') continue
        const chord = action.keys?.find(keys => matches(event, keys))
        if (!chord) continue
        if (isTyping(event)) {
          const isUndo = action.id === 'undo' || action.id === 'redo'
          if (isUndo ? !isSettledField(event) : !actsWhileTyping(chord)) return
        }
        event.preventDefault()
        perform(action)
        return
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
