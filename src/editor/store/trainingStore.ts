/**
 * Training as the editor sees it: where the run stands, its losses, its samples, and which document it was started
 * with. The client and its worker are made when they are first needed, so that no tfjs loads before.
 */
import { create } from 'zustand'
import { compile } from '../../compile/compile.ts'
import type { Plan } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { createTrainingClient, type TrainingClient } from '../../training/client.ts'
import type {
  BackendChoice,
  BackendReport,
  Samples,
  TestErrors,
  TrainingReport,
} from '../../training/protocol.ts'
import { useEditor } from './editorStore.ts'
import { createLossCurve, type LossCurve } from './lossCurve.ts'
import { trainRefusal } from './trainRefusal.ts'

/** Where a run stands. */
export type TrainingStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly what: string; readonly progress?: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'finished'; readonly reason: 'done' | 'stopped'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly message: string }

/** What a run said when it started. */
export type RunFacts = Omit<Extract<TrainingReport, { type: 'started' }>, 'type'>

export interface Evaluation extends TestErrors {
  readonly step: number
  readonly epoch: number
}

/** The numbers that change while it runs. */
export interface Progress {
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly stepsPerSecond: number
  readonly secondsLeft: number
}

export interface TrainingState {
  readonly status: TrainingStatus
  readonly backendChoice: BackendChoice
  /** The backends of this machine; undefined until the probe has answered. */
  readonly backends: BackendReport | undefined
  readonly facts: RunFacts | undefined
  readonly progress: Progress | undefined
  readonly evaluations: readonly Evaluation[]
  /** Grows in place; `curveLength` tells that it did. */
  readonly curve: LossCurve
  readonly curveLength: number
  readonly samples: Samples | undefined
  /** The document that the run was started with; undefined before the first run. */
  readonly trained: GraphDocument | undefined
  /** The same, compiled. */
  readonly plan: Plan | undefined
  /** Grows whenever there are newer weights to look at. */
  readonly version: number
  /** Whether `getWeights` has something to give. */
  readonly hasWeights: boolean

  /** Asks which backends there are; once. */
  probe(): void
  chooseBackend(choice: BackendChoice): void
  /** Starts a run with the document as it is now; does nothing where `trainRefusal` says why. */
  train(): void
  pause(): void
  resume(): void
  stop(): void
  /** The weights as they are now. Rejects where nothing was trained, with a sentence. */
  getWeights(): Promise<Weights>
}

const backendKey = 'hourglass.backend'

const storedBackend = (): BackendChoice => {
  try {
    const value = localStorage.getItem(backendKey)
    return (['webgpu', 'webgl', 'wasm', 'cpu'] as const).find(name => name === value) ?? 'auto'
  } catch {
    return 'auto'
  }
}

let client: TrainingClient | undefined

/** The client, made when it is first needed; its worker and tfjs come with the first request. */
function connect(): TrainingClient {
  if (!client) {
    client = createTrainingClient()
    client.subscribe(receive)
  }
  return client
}

/** Those who wait for the weights. */
let waiting: { resolve(weights: Weights): void; reject(error: Error): void }[] = []

const isActive = ({ kind }: TrainingStatus): boolean =>
  kind === 'preparing' || kind === 'running' || kind === 'paused'

export const useTraining = create<TrainingState>()((set, get) => ({
  status: { kind: 'idle' },
  backendChoice: storedBackend(),
  backends: undefined,
  facts: undefined,
  progress: undefined,
  evaluations: [],
  curve: createLossCurve(),
  curveLength: 0,
  samples: undefined,
  trained: undefined,
  plan: undefined,
  version: 0,
  hasWeights: false,

  probe: () => {
    if (!isProbed) connect().send({ type: 'probe' })
    isProbed = true
  },
  chooseBackend: backendChoice => {
    set({ backendChoice })
    try {
      localStorage.setItem(backendKey, backendChoice)
    } catch {
      // The choice then lasts until the page is closed.
    }
  },
  train: () => {
    const { inference } = useEditor.getState()
    const compiled = compile(inference)
    if ('problems' in compiled || trainRefusal(inference) !== undefined) return
    const { document } = inference
    set({
      status: { kind: 'preparing', what: 'Starting the worker' },
      facts: undefined,
      progress: undefined,
      evaluations: [],
      curve: createLossCurve(),
      curveLength: 0,
      samples: undefined,
      trained: document,
      plan: compiled.plan,
      hasWeights: false,
    })
    useEditor.getState().show({ dockTab: 'train', isDockOpen: true })
    connect().send({
      type: 'train',
      plan: compiled.plan,
      settings: document.training,
      backend: get().backendChoice,
    })
  },
  pause: () => connect().send({ type: 'pause' }),
  resume: () => connect().send({ type: 'resume' }),
  stop: () => connect().send({ type: 'stop' }),
  getWeights: () =>
    new Promise((resolve, reject) => {
      if (!get().trained) reject(new Error('There are no trained weights yet: train first.'))
      waiting.push({ resolve, reject })
      if (waiting.length === 1) connect().send({ type: 'weights' })
    }),
}))

let isProbed = false

function receive(report: TrainingReport): void {
  const { setState: set, getState: get } = useTraining
  switch (report.type) {
    case 'probed': {
      const { type: _, ...backends } = report
      set({ backends })
      return
    }
    case 'preparing': {
      const { type: _, ...preparing } = report
      set({ status: { kind: 'preparing', ...preparing } })
      return
    }
    case 'started': {
      const { type: _, ...facts } = report
      set({ status: { kind: 'running' }, facts, hasWeights: true })
      return
    }
    case 'progress': {
      const { curve } = get()
      const { step, epoch, losses, stepsPerSecond, secondsLeft } = report
      curve.add(step, losses)
      const loss = losses.at(-1) ?? get().progress?.loss ?? Number.NaN
      set({ progress: { step, epoch, loss, stepsPerSecond, secondsLeft }, curveLength: curve.length })
      return
    }
    case 'samples': {
      const { type: _, ...samples } = report
      set({ samples, version: get().version + 1 })
      return
    }
    case 'evaluated': {
      const { type: _, ...evaluation } = report
      set({ evaluations: [...get().evaluations, evaluation] })
      return
    }
    case 'checkpoint':
      set({ version: get().version + 1 })
      return
    case 'recovered': {
      const { facts, curve, evaluations } = get()
      const { step, backend, message } = report
      curve.cut(step)
      set({
        status: { kind: 'running' },
        curveLength: curve.length,
        evaluations: evaluations.filter(evaluation => evaluation.step <= step),
        ...(facts && { facts: { ...facts, backend, reason: message } }),
      })
      useEditor.getState().say(message)
      return
    }
    case 'paused':
      set({ status: { kind: 'paused' } })
      return
    case 'resumed':
      set({ status: { kind: 'running' } })
      return
    case 'finished':
      set({ status: { kind: 'finished', reason: report.reason, seconds: report.seconds } })
      return
    case 'weights':
      for (const { resolve } of waiting) resolve(report.weights)
      waiting = []
      return
    case 'failed':
      for (const { reject } of waiting) reject(new Error(report.message))
      if (waiting.length === 0 || isActive(get().status)) {
        set({ status: { kind: 'failed', message: report.message } })
      }
      waiting = []
      return
    default:
      report satisfies never
  }
}
