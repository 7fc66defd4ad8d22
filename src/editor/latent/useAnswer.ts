import { useEffect, useRef, useState } from 'react'

/** What work listens to and tells, as the laboratory and PCA take it. */
export interface Work {
  readonly signal: AbortSignal
  readonly onProgress: (done: number) => void
}

/** How far work is that has not come to its end. */
export interface Way {
  /** From 0 to 1. */
  readonly done: number
  /** Undefined as long as there is nothing to tell it from. */
  readonly secondsLeft: number | undefined
}

/** Something that takes time to work out. */
export interface Awaited<T> {
  /** The last result; of an earlier question while `isBusy`. */
  readonly value: T | undefined
  readonly isBusy: boolean
  readonly way: Way | undefined
  /** The sentence of what went wrong. */
  readonly fault: string | undefined
  readonly isCancelled: boolean
  cancel(): void
  /** Tries again what failed or was cancelled. */
  again(): void
}

interface Held<T> {
  readonly value?: T | undefined
  readonly way?: Way | undefined
  readonly fault?: string | undefined
  readonly isBusy: boolean
  readonly isCancelled: boolean
}

/**
 * Works something out again whenever `key` changes, and drops what was under way for an earlier one. Without a key
 * nothing is done, and the last result is forgotten.
 */
export function useAnswer<T>(key: string | undefined, make: (work: Work) => Promise<T>): Awaited<T> {
  const [held, setHeld] = useState<Held<T>>({ isBusy: key !== undefined, isCancelled: false })
  const [attempt, setAttempt] = useState(0)
  const maker = useRef(make)
  maker.current = make
  const running = useRef<AbortController>(undefined)
  const question = key === undefined ? undefined : `${attempt} ${key}`

  useEffect(() => {
    if (question === undefined) {
      setHeld({ isBusy: false, isCancelled: false })
      return
    }
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const start = performance.now()
    const tell = (change: Partial<Held<T>>) =>
      !signal.aborted && setHeld(before => ({ ...before, ...change }))
    tell({ isBusy: true, isCancelled: false, fault: undefined, way: undefined })
    const onProgress = (done: number) => {
      const seconds = (performance.now() - start) / 1000
      tell({
        way: { done, secondsLeft: seconds > 0.3 && done > 0 ? (seconds * (1 - done)) / done : undefined },
      })
    }
    maker.current({ signal, onProgress }).then(
      value => tell({ value, isBusy: false, way: undefined }),
      (error: unknown) =>
        tell({
          isBusy: false,
          way: undefined,
          fault: error instanceof Error ? error.message : String(error),
        }),
    )
    return () => controller.abort()
  }, [question])

  return {
    value: held.value,
    isBusy: held.isBusy,
    way: held.way,
    fault: held.fault,
    isCancelled: held.isCancelled,
    cancel() {
      running.current?.abort(new Error('This was cancelled.'))
      setHeld(before => ({ ...before, isBusy: false, way: undefined, isCancelled: true }))
    },
    again: () => setAttempt(count => count + 1),
  }
}
