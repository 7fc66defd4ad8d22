/** How long work may go on before messages are read, in milliseconds. */
const sliceLength = 40

/** What long work listens to and tells. */
export interface WorkOptions {
  /** Ends the work: its promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Called with the share that is done, from 0 to 1, some 25 times a second at most, and with 1 at the end. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/** Tells how far the work is; where a slice of time is over, it reports and lets messages and timers through. */
export type Pace = (done: number) => Promise<void>

/**
 * Cuts work into slices: call the result often, with the share that is done.
 * @throws the signal's reason, from the call at which it is seen.
 */
export function createPace({ signal, onProgress }: WorkOptions): Pace {
  let sliceEnd = performance.now() + sliceLength
  return async done => {
    signal?.throwIfAborted()
    if (done < 1 && performance.now() < sliceEnd) return
    onProgress?.(done)
    // A timer, because a promise alone lets no message of the worker through.
    await new Promise(resolve => setTimeout(resolve))
    signal?.throwIfAborted()
    sliceEnd = performance.now() + sliceLength
  }
}
