/** True on a Mac, where Command takes the place of Ctrl. */
const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

interface Chord {
  readonly key: string
  readonly isMod: boolean
  readonly isShift: boolean
  readonly isAlt: boolean
}

function readChord(chord: string): Chord {
  const parts = chord.split('+')
  const key = parts.pop()!.toLowerCase()
  const has = (name: string) => parts.includes(name)
  return { key, isMod: has('Mod'), isShift: has('Shift'), isAlt: has('Alt') }
}

/** Keys that are typed with Shift on some keyboards and without on others: Shift is then no part of the chord. */
const isSymbol = (key: string): boolean => key.length === 1 && !/[a-z0-9]/.test(key)

/** True where the event is this chord; digits are told by their key, so that Shift 1 is one on every keyboard. */
export function matches(event: KeyboardEvent, chord: string): boolean {
  const { key, isMod, isShift, isAlt } = readChord(chord)
  const mod = isMac ? event.metaKey : event.ctrlKey
  const other = isMac ? event.ctrlKey : event.metaKey
  if (mod !== isMod || other || event.altKey !== isAlt) return false
  if (event.shiftKey !== isShift && !isSymbol(key)) return false
  if (/^\d$/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`
  return event.key.toLowerCase() === (key === 'space' ? ' ' : key)
}

const shownNames: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
}

/** The chord as a person reads it: "Ctrl Shift Z", "⌘ Z". */
export function formatChord(chord: string): string {
  return chord
    .split('+')
    .map(part => {
      if (part === 'Mod') return isMac ? '⌘' : 'Ctrl'
      return shownNames[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part)
    })
    .join(' ')
}

/** True for keys that act while one types in a field: no letters, and not what selects the field's own text. */
export const actsWhileTyping = (chord: string): boolean =>
  /Mod|^(Shift\+)?F\d/.test(chord) && chord !== 'Mod+A'

/** True where the focus is in a field that takes the key itself. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null)
  )
}
