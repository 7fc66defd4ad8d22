/** The learning-rate range test of the Train panel. It has a laboratory of its own, which ends with the test. */
import { create } from 'zustand'
import { compile } from '../../../compile/compile.ts'
import type { TrainingSettings } from '../../../graph/document.ts'
import { type Answer, createLabClient, type LabClient } from '../../../training/lab/client.ts'
import { useEditor } from '../../store/editorStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { trainRefusal } from '../../store/trainRefusal.ts'

export type RateTest = Answer<'testRates'>

/** Where the test stands. */
export type RateTestStatus =
  | { readonly kind: 'closed' }
  /** `done` is a share from 0 to 1; the time left is known once some steps were taken. */
  | { readonly kind: 'running'; readonly done: number; readonly secondsLeft?: number }
  | { readonly kind: 'done'; readonly test: RateTest }
  | { readonly kind: 'failed'; readonly message: string }

interface RateTestState {
  readonly status: RateTestStatus
  /** What the test was started with. */
  readonly settings: TrainingSettings | undefined
  /** Starts a test of the document as it is now; does nothing where `trainRefusal` says why. */
  start(): void
  /** Ends a test that runs, and puts its result away. */
  close(): void
}

let client: LabClient | undefined
let control: AbortController | undefined

function end(): void {
  control?.abort()
  control = undefined
  client?.dispose()
  client = undefined
}

export const useRateTest = create<RateTestState>()((set, get) => ({
  status: { kind: 'closed' },
  settings: undefined,
  start: () => {
    const { inference } = useEditor.getState()
    const compiled = compile(inference)
    if ('problems' in compiled || trainRefusal(inference) !== undefined) return
    end()
    const settings = inference.document.training
    set({ status: { kind: 'running', done: 0 }, settings })
    const mine = new AbortController()
    control = mine
    client = createLabClient(useTraining.getState().backendChoice)
    // The data are those of the settings; the test begins with weights of its own.
    client.setModel(compiled.plan, {}, settings)
    let first: { readonly done: number; readonly at: number } | undefined
    const onProgress = (done: number): void => {
      const now = performance.now()
      // Compiling shaders and loading the images come before the first step, and say nothing of the others.
      first ??= { done, at: now }
      const pace = (done - first.done) / (now - first.at)
      const status = { kind: 'running', done } as const
      set({ status: pace > 0 ? { ...status, secondsLeft: (1 - done) / pace / 1000 } : status })
    }
    client
      .ask('testRates', { plan: compiled.plan, settings }, { signal: mine.signal, onProgress })
      .then(test => set({ status: { kind: 'done', test } }))
      .catch((error: Error) => {
        if (!mine.signal.aborted) set({ status: { kind: 'failed', message: error.message } })
      })
      .finally(() => {
        if (control === mine) end()
      })
  },
  close: () => {
    end()
    if (get().status.kind !== 'closed') set({ status: { kind: 'closed' } })
  },
}))

// A run that starts needs the machine, and the panel.
useTraining.subscribe(({ status }, before) => {
  if (status.kind === 'preparing' && before.status.kind !== 'preparing') useRateTest.getState().close()
})
