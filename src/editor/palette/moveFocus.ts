import type { KeyboardEvent } from 'react'

/** Arrow keys, Home and End move the focus among the buttons of a list. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
  if (step === undefined || (event.target instanceof HTMLInputElement && event.key !== 'ArrowDown')) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button[data-row]')]
  const at = rows.indexOf(event.target as HTMLButtonElement)
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
  if (!next) return
  event.preventDefault()
  next.focus()
}
