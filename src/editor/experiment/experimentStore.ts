/**
 * The experiment of the page: one network trained at several code sizes, each in its turn, in a training worker of its
 * own. It goes on while its window is closed; what is finished is kept, also over a reload.
 */
import { create } from 'zustand'
import {
  type Experiment,
  type ExperimentDigits,
  type ExperimentRow,
  remaining,
} from '../../formats/experiment/rows.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { pcaClient } from '../../training/pca/client.ts'
import { counterpartOf } from '../../training/pca/compare.ts'
import type { Checkpoint } from '../../training/protocol.ts'
import { useTraining } from '../store/trainingStore.ts'
import { formatCount, plural } from '../ui/numbers.ts'
import { type ExperimentRecord, experimentKey, keepExperiment, readExperiment } from './experimentRecord.ts'
import { type SizedNetwork, sizedNetworks } from './sizedNetworks.ts'
import { rowOf, type SizeRun, trainSize } from './trainSize.ts'

/** Where an experiment stands. */
export type ExperimentStatus =
  | { readonly kind: 'idle' }
  /** `share` is the part of the whole that is done, 0 to 1; the time left may be unknown. */
  | {
      readonly kind: 'running'
      readonly what: string
      readonly share: number
      readonly secondsLeft: number | undefined
    }
  | { readonly kind: 'failed'; readonly message: string }

interface ExperimentState {
  readonly status: ExperimentStatus
  /** The document that the results are of; undefined before the first look. */
  readonly document: GraphDocument | undefined
  readonly rows: readonly ExperimentRow[]
  readonly terms: readonly string[]
  readonly digits: ExperimentDigits | undefined
  /** Whether what is finished could not be kept over a reload. */
  readonly isLost: boolean

  /** Turns to a document, and fetches what was finished of it before; does nothing while an experiment runs. */
  turnTo(document: GraphDocument): Promise<void>
  /** Trains the code sizes that are not finished yet. */
  start(document: GraphDocument, dims: readonly number[]): Promise<void>
  /** Ends it; what is finished stays, and the size under way goes on from its last checkpoint. */
  cancel(): void
}

let abort: AbortController | undefined
let started: { readonly dims: number; readonly checkpoint: Checkpoint } | undefined

let fetching: Promise<ExperimentRecord | undefined> | undefined

const nothing = { rows: [], terms: [], digits: undefined }

export const useExperiment = create<ExperimentState>()((set, get) => ({
  status: { kind: 'idle' },
  document: undefined,
  ...nothing,
  isLost: false,

  turnTo: async document => {
    const { status, document: before } = get()
    if (status.kind === 'running' || (before && experimentKey(before) === experimentKey(document))) return
    const key = experimentKey(document)
    set({ document, ...nothing, status: { kind: 'idle' } })
    fetching = readExperiment(key)
    const kept = await fetching
    if (get().document !== document || get().status.kind === 'running') return
    started = kept?.started
    if (kept) set({ rows: kept.rows, terms: kept.terms, digits: kept.digits })
  },
  start: async (document, dims) => {
    if (get().status.kind === 'running') return
    await get().turnTo(document)
    // Where the window has turned to it a moment ago, what was finished may still be on its way.
    await fetching
    const networks = sizedNetworks(document, remaining(dims, get().rows))
    if ('refusal' in networks) {
      set({ status: { kind: 'failed', message: networks.refusal } })
      return
    }
    const own = new AbortController()
    abort = own
    try {
      await run(networks.sized, Math.max(...dims), own.signal)
      if (abort === own) set({ status: { kind: 'idle' } })
    } catch (error) {
      if (own.signal.aborted) return
      set({ status: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } })
    }
  },
  cancel: () => {
    abort?.abort(new Error('The experiment was ended.'))
    set({ status: { kind: 'idle' } })
  },
}))

async function run(sized: readonly SizedNetwork[], most: number, signal: AbortSignal): Promise<void> {
  const { setState: set } = useExperiment
  const [first] = sized
  if (!first) return
  const counterpart = counterpartOf(first.plan, first.document.training)
  if (!counterpart) {
    throw new Error(
      'This network cannot be held against PCA, which makes the mean squared error of the image small: its loss must be MSELoss against the image.',
    )
  }
  const running = (what: string, share: number, secondsLeft?: number) =>
    set({ status: { kind: 'running', what, share, secondsLeft } })
  running('PCA of the training images', 0)
  const began = performance.now()
  const fit = await pcaClient().fit(
    { data: counterpart.data, dims: most },
    {
      signal,
      onProgress: done => {
        const left = done > 0.02 ? ((performance.now() - began) / 1000) * (1 / done - 1) : undefined
        running('PCA of the training images', 0, left)
      },
    },
  )
  for (const [i, network] of sized.entries()) {
    signal.throwIfAborted()
    const from = started?.dims === network.dims ? started.checkpoint : undefined
    running(`d = ${network.dims}: starting`, i / sized.length)
    const result = await trainSize(network, {
      backend: useTraining.getState().backendChoice,
      signal,
      ...(from && { from }),
      onProgress: ({ step, total, stepsPerSecond, secondsLeft }) => {
        const later = ((sized.length - i - 1) * total) / stepsPerSecond
        const steps = `step ${formatCount(step)} of ${formatCount(total)}`
        running(`d = ${network.dims}: ${steps}`, (i + step / total) / sized.length, secondsLeft + later)
      },
      onCheckpoint: checkpoint => {
        started = { dims: network.dims, checkpoint }
        void keep()
      },
    })
    signal.throwIfAborted()
    const row = await rowOf(network, result, fit)
    started = undefined
    const { rows } = useExperiment.getState()
    const results = {
      rows: [...rows, row],
      digits: result.samples,
      terms: termsOf(network.document, result),
    }
    // What is shown as finished is kept already.
    await keep(results)
    set(results)
  }
}

function termsOf({ training }: GraphDocument, { facts }: SizeRun): readonly string[] {
  const { optimizer, learningRate, batchSize, seed } = training
  return [
    `${plural(facts.totalSteps, 'step')} of ${plural(batchSize, 'image')}, ${optimizer} ${learningRate}, seed ${seed}`,
    `${plural(facts.trainImages, 'image')} to learn from, ${formatCount(facts.testImages)} to test`,
  ]
}

async function keep(results?: Pick<ExperimentState, 'rows' | 'terms' | 'digits'>): Promise<void> {
  const state = useExperiment.getState()
  const { document } = state
  const { rows, terms, digits } = results ?? state
  if (!document) return
  const record = { rows, terms, digits, started, savedAt: Date.now() }
  await keepExperiment(experimentKey(document), record).then(
    () => useExperiment.setState({ isLost: false }),
    () => useExperiment.setState({ isLost: true }),
  )
}

/** The experiment as a figure draws it; undefined before the first result. */
export function experimentOf(
  { document, terms, digits }: Pick<ExperimentState, 'document' | 'terms' | 'digits'>,
  rows: readonly ExperimentRow[],
): Experiment | undefined {
  return document && digits && rows.length > 0 ? { title: document.name, terms, digits, rows } : undefined
}
