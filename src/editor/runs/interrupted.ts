/** A mark for each run that is being trained, so that the next visit knows without asking IndexedDB that one was cut off. */
const prefix = 'hourglass.training.'

export function rememberTraining(id: string): void {
  try {
    localStorage.setItem(prefix + id, '')
  } catch {
    // Without storage no run is kept either.
  }
}

export function forgetTraining(id: string): void {
  try {
    localStorage.removeItem(prefix + id)
  } catch {
    // Nothing was marked where storage is forbidden.
  }
}

/** The marked runs: those that some tab trains now, and those that were cut off. */
export function markedRuns(): readonly string[] {
  try {
    return Object.keys(localStorage).flatMap(key =>
      key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
    )
  } catch {
    return []
  }
}
