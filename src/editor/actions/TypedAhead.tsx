import { useEffect } from 'react'
import { useLayout } from '../store/layoutStore.ts'

let ahead = ''

/** What was typed for the list of commands before it was there; it is handed out once. */
export function takeTypedAhead(): string {
  const text = ahead
  ahead = ''
  return text
}

/** Stands in for the list of commands while it is loaded: keys are kept for it, and reach nothing on the canvas. */
export function TypedAhead() {
  useEffect(() => {
    ahead = ''
    const keep = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') useLayout.getState().set({ dialog: undefined })
      else if (event.key === 'Backspace') ahead = ahead.slice(0, -1)
      else if ([...event.key].length === 1) ahead += event.key
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [])
  return null
}
