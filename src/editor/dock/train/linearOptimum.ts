/**
 * PCA beside the run: the linear optimum with as many numbers as the network's code has, on the same images. It is worked
 * out in the background once the run has shown its first losses, so that starting waits for nothing.
 */
import { create } from 'zustand'
import { type PcaFit, pcaClient, testMseAt } from '../../../training/pca/client.ts'
import {
  type Counterpart,
  counterpartOf,
  type LinearDecoder,
  linearDecoderOf,
} from '../../../training/pca/compare.ts'
import { fitKey } from '../../../training/pca/fitKey.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { type Crossing, createCrossing } from './crossing.ts'

type Plan = NonNullable<ReturnType<typeof useTraining.getState>['plan']>

/** Where the work on it stands. */
export type LinearStatus =
  /** The network cannot be compared with PCA, or there is none. */
  | { readonly kind: 'none' }
  /** The run has not begun yet. */
  | { readonly kind: 'waiting' }
  /** `began` and `at` are moments of `performance.now`: when it began, and when `done` (0 to 1) was told. */
  | { readonly kind: 'fitting'; readonly done: number; readonly began: number; readonly at: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly fit: PcaFit; readonly testMse: number | undefined }

interface LinearState {
  readonly status: LinearStatus
  /** What the run is compared with; undefined where `status` is `none`. */
  readonly counterpart: Counterpart | undefined
  /** The decoder of the network where it is linear, so that it draws in a flat space as PCA does. */
  readonly decoder: LinearDecoder | undefined
  cancel(): void
  /** Begins, also where it was cancelled or has failed. */
  start(): void
}

let plan: Plan | undefined
let abort: AbortController | undefined
let crossing: Crossing | undefined

export const useLinear = create<LinearState>()((set, get) => ({
  status: { kind: 'none' },
  counterpart: undefined,
  decoder: undefined,
  cancel: () => {
    abort?.abort(new Error('PCA was cancelled.'))
    if (get().status.kind === 'fitting') set({ status: { kind: 'cancelled' } })
  },
  start: () => {
    const { counterpart } = get()
    if (!counterpart) return
    const began = performance.now()
    const own = new AbortController()
    abort = own
    const isCurrent = () => abort === own && !own.signal.aborted
    set({ status: { kind: 'fitting', done: 0, began, at: began } })
    const onProgress = (done: number) => {
      if (isCurrent()) set({ status: { kind: 'fitting', done, began, at: performance.now() } })
    }
    pcaClient()
      .fit(counterpart, { signal: own.signal, onProgress })
      .then(
        fit => {
          if (!isCurrent()) return
          const testMse = testMseAt(fit, counterpart.dims)
          crossing = testMse === undefined ? undefined : createCrossing(testMse)
          set({ status: { kind: 'ready', fit, testMse } })
        },
        (error: unknown) => {
          if (!isCurrent()) return
          set({ status: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } })
        },
      )
  },
}))

/** Brings it up to date with the run. */
function follow(): void {
  const training = useTraining.getState()
  if (training.plan !== plan) {
    plan = training.plan
    const { trained } = training
    const counterpart = plan && trained && counterpartOf(plan, trained.training)
    turnTo(counterpart)
    useLinear.setState({ decoder: counterpart && plan && linearDecoderOf(plan) })
  }
  if (useLinear.getState().status.kind === 'waiting' && training.curveLength > 0) useLinear.getState().start()
}

function turnTo(counterpart: Counterpart | undefined): void {
  const { status, counterpart: before } = useLinear.getState()
  const key = counterpart && fitKey(counterpart.data)
  if (
    key &&
    before &&
    key === fitKey(before.data) &&
    counterpart.dims === before.dims &&
    status.kind !== 'failed'
  ) {
    // The same PCA as for the run before; its crossing is another one.
    if (status.kind === 'ready' && status.testMse !== undefined) crossing = createCrossing(status.testMse)
    return
  }
  abort?.abort(new Error('Another network was trained.'))
  abort = undefined
  crossing = undefined
  useLinear.setState({ counterpart, status: { kind: counterpart ? 'waiting' : 'none' } })
}

let isFollowing = false

/** PCA beside the run; what uses it first sees to it that it is worked out from now on. */
export function followRun(): void {
  if (isFollowing) return
  isFollowing = true
  useTraining.subscribe(follow)
  follow()
}

/** PCA's line in the loss curve, and the step at which the network went below it. */
export interface LinearLine {
  readonly dims: number
  readonly testMse: number
  readonly crossedAt: number | undefined
}

/** The line as it is now; undefined as long as there is none. */
export function linearLine(): LinearLine | undefined {
  const { status, counterpart } = useLinear.getState()
  if (status.kind !== 'ready' || status.testMse === undefined || !counterpart) return undefined
  const crossedAt = crossing?.update(useTraining.getState().curve)
  return { dims: counterpart.dims, testMse: status.testMse, crossedAt }
}
