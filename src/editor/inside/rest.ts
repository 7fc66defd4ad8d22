/** A pause that somebody in a hurry can end. */
export interface Rest {
  /** Resolves after so many milliseconds; at once where `end` was called since the last rest. */
  take(milliseconds: number): Promise<void>
  /** Ends the rest that is taken now; where none is, the next one does not last. */
  end(): void
}

/** Rests, one after the other. */
export function createRest(): Rest {
  let isOver = false
  let wake: (() => void) | undefined
  return {
    async take(milliseconds) {
      if (!isOver) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, Math.max(0, milliseconds))
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      wake = undefined
      isOver = false
    },
    end() {
      isOver = true
      wake?.()
    },
  }
}
