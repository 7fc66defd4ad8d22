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

/** Says which runs were cut off when their page went away; nothing is loaded where none was. */
export function offerInterrupted(): void {
  let marked: string[] = []
  try {
    marked = Object.keys(localStorage).flatMap(key =>
      key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
    )
  } catch {
    return
  }
  if (marked.length > 0) {
    void import('./offerRuns.ts').then(({ offerRuns }) => offerRuns(marked)).catch(() => {})
  }
}
