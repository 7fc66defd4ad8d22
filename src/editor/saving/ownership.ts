/** Which tab works on which document: a tab holds a lock on its own as long as it lives. */

const here = 'hourglass.document'

let letGo: (() => void) | undefined

/** The document that this tab had open before it was reloaded. */
export function documentOfTab(): string | undefined {
  try {
    return sessionStorage.getItem(here) ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Takes a document for this tab and lets go of the one before. False where another tab has it; `patience` in
 * milliseconds is waited for, since the page before a reload may take a moment to go. Without locks (on plain http) every
 * tab gets what it wants, and revisions alone keep them from overwriting each other.
 */
export async function takeDocument(id: string, patience: number): Promise<boolean> {
  const release = await holdLock(`hourglass:${id}`, patience)
  if (!release) return false
  letGo?.()
  letGo = release
  try {
    sessionStorage.setItem(here, id)
  } catch {
    // Where storage is forbidden, a reload opens the newest document.
  }
  return true
}

/**
 * Holds a lock until what it yields is called, or the tab is gone. Undefined where another tab holds it and has not let go
 * of it within `patience` milliseconds. Where there are no locks, everybody gets it.
 */
export function holdLock(name: string, patience: number): Promise<(() => void) | undefined> {
  if (!('locks' in navigator)) return Promise.resolve(() => {})
  return new Promise(resolve => {
    const held = () => new Promise<void>(release => resolve(release))
    const request =
      patience > 0
        ? navigator.locks.request(name, { signal: AbortSignal.timeout(patience) }, held)
        : navigator.locks.request(name, { ifAvailable: true }, lock => (lock ? held() : resolve(undefined)))
    request.catch(() => resolve(undefined))
  })
}

/** A name for a new record that no other has. */
export function newDocumentId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
