/**
 * The spectrum that was measured last, and what is to be measured next. While a network trains it is measured again with
 * its newer weights, no more often than every two seconds; what a person chooses is measured at once.
 */
import { create } from 'zustand'
import { bringModelToLab } from '../../store/lab.ts'
import { type Measurable, type Measured, measure } from './measure.ts'

/** What a measurement is about. */
export interface Wanted {
  readonly target: Measurable
  readonly weights: 'model' | { readonly seed: number }
  readonly code: 'random' | 'constant'
  /** Grows with newer weights. */
  readonly version: number
}

interface MeasuredState {
  readonly found: (Measured & { readonly of: Wanted }) | undefined
  readonly isBusy: boolean
  readonly failure: string | undefined
  /** Measures this, unless it is what was measured last. */
  want(wanted: Wanted): void
}

const shortestWait = 2000

let next: Wanted | undefined
let done: Wanted | undefined
let startedAt = Number.NEGATIVE_INFINITY
let timer: ReturnType<typeof setTimeout> | undefined

const isSameChoice = (a: Wanted, b: Wanted): boolean =>
  a.target === b.target && a.code === b.code && JSON.stringify(a.weights) === JSON.stringify(b.weights)

export const useMeasured = create<MeasuredState>()((set, get) => {
  async function run(wanted: Wanted): Promise<void> {
    set({ isBusy: true, failure: undefined })
    startedAt = Date.now()
    done = wanted
    try {
      if (wanted.weights === 'model') await bringModelToLab()
      const found = await measure(wanted.target, wanted.weights, wanted.code)
      set({ found: { ...found, of: wanted } })
    } catch (error) {
      set({ failure: error instanceof Error ? error.message : String(error) })
    } finally {
      set({ isBusy: false })
      schedule()
    }
  }

  function schedule(): void {
    clearTimeout(timer)
    if (!next || get().isBusy) return
    if (done && isSameChoice(next, done) && next.version === done.version) return
    const isChoice = !done || !isSameChoice(next, done)
    const wait = isChoice ? 0 : Math.max(0, startedAt + shortestWait - Date.now())
    timer = setTimeout(() => {
      if (next) void run(next)
    }, wait)
  }

  return {
    found: undefined,
    isBusy: false,
    failure: undefined,
    want: wanted => {
      next = wanted
      schedule()
    },
  }
})
