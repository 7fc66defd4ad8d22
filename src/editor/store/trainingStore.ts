/**
 * Training as the editor sees it: where the run stands, its losses, its samples, and which document it was started
 * with. The client and its worker are made when they are first needed, so that no tfjs loads before.
 */
import { create } from 'zustand'
import { compile } from '../../compile/compile.ts'
import type { Weights } from '../../compile/weights.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { createTrainingClient, type TrainingClient } from '../../training/client.ts'
import type { BackendChoice, Checkpoint, TrainingReport } from '../../training/protocol.ts'
import type { Recording } from '../runs/recorder.ts'
import { newDocumentId } from '../saving/ownership.ts'
import { formatCount } from '../ui/numbers.ts'
import { useEditor } from './editorStore.ts'
import { createLossCurve } from './lossCurve.ts'
import { startOf } from './startWeights.ts'
import type { KeptRun, OpenedWeights, TrainingState, TrainingStatus } from './trainingState.ts'
import { trainRefusal } from './trainRefusal.ts'

export type * from './trainingState.ts'

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

/** The last checkpoint of the run; after a crash, all that is left of it. */
let lastCheckpoint: Checkpoint | undefined
/** The trained weights where no worker holds them: of a run that was loaded, or whose worker has crashed. */
let held: Weights | undefined
/** Keeps the run; its code is loaded when a run begins. */
let recording: Promise<Recording | undefined> = Promise.resolve(undefined)

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
  runId: undefined,
  checkpointStep: undefined,
  recovery: undefined,
  opened: undefined,

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
    const { plan } = compiled
    const start = startOf(get().opened, inference)
    const weights = start?.misfit === undefined ? start?.opened : undefined
    begin({ id: newDocumentId(), document, plan }, get().backendChoice, undefined, weights)
  },
  goOn: kept => {
    const { runId, trained, plan, facts, curve, evaluations } = get()
    if (kept) begin(kept, kept.facts.backend, kept)
    else if (runId && trained && plan && facts && lastCheckpoint) {
      curve.cut(lastCheckpoint.step)
      const before = { facts, losses: curve.losses, evaluations, checkpoint: lastCheckpoint }
      begin({ id: runId, document: trained, plan }, facts.backend, before)
    }
  },
  load: run => {
    const { document, plan, facts, checkpoint } = run
    held = checkpoint.weights
    lastCheckpoint = checkpoint
    recording = Promise.resolve(undefined)
    set({
      status: { kind: 'finished', reason: run.reason, seconds: checkpoint.seconds },
      ...seen(run),
      facts,
      samples: run.samples,
      trained: document,
      plan,
      runId: run.id,
      recovery: undefined,
      version: get().version + 1,
      hasWeights: true,
      opened: undefined,
    })
  },
  open: opened => {
    const { document, plan, weights } = opened
    held = weights
    lastCheckpoint = undefined
    recording = Promise.resolve(undefined)
    set({
      status: { kind: 'idle' },
      ...unseen(),
      facts: undefined,
      samples: undefined,
      trained: document,
      plan,
      runId: undefined,
      recovery: undefined,
      version: get().version + 1,
      hasWeights: true,
      opened,
    })
  },
  letGo: () => {
    const { status, opened } = get()
    if (!opened) return
    set({ opened: undefined })
    if (status.kind !== 'idle') return
    held = undefined
    set({ trained: undefined, plan: undefined, hasWeights: false })
  },
  pause: () => connect().send({ type: 'pause' }),
  resume: () => connect().send({ type: 'resume' }),
  stop: () => connect().send({ type: 'stop' }),
  getWeights: () =>
    new Promise((resolve, reject) => {
      if (held) return resolve(held)
      if (!get().trained) reject(new Error('There are no trained weights yet: train first.'))
      waiting.push({ resolve, reject })
      if (waiting.length === 1) connect().send({ type: 'weights' })
    }),
}))

let isProbed = false

/** What a kept run shows of its past. */
function seen({
  facts,
  losses,
  evaluations,
  checkpoint,
}: Pick<KeptRun, 'facts' | 'losses' | 'evaluations' | 'checkpoint'>) {
  const { step } = checkpoint
  const curve = createLossCurve(Math.max(1024, losses.length))
  curve.add(losses.length, losses)
  curve.cut(step)
  const epoch = Math.max(1, Math.ceil(step / facts.stepsPerEpoch))
  const loss = curve.losses.at(-1) ?? Number.NaN
  return {
    curve,
    curveLength: curve.length,
    evaluations: evaluations.filter(evaluation => evaluation.step <= step),
    progress: { step, epoch, loss, stepsPerSecond: 0, secondsLeft: 0 },
    checkpointStep: step,
  }
}

/** What a run shows that has no past. */
const unseen = () => ({
  curve: createLossCurve(),
  curveLength: 0,
  evaluations: [],
  progress: undefined,
  checkpointStep: undefined,
})

/** Starts a run, from the weights of a file where they are given, or one that goes on from where it was kept. */
function begin(
  { id, document, plan }: Pick<KeptRun, 'id' | 'document' | 'plan'>,
  backend: BackendChoice,
  before?: Pick<KeptRun, 'facts' | 'losses' | 'evaluations' | 'checkpoint'>,
  opened?: OpenedWeights,
): void {
  const past = before ? seen(before) : unseen()
  held = undefined
  lastCheckpoint = before?.checkpoint
  useTraining.setState({
    status: { kind: 'preparing', what: 'Starting the worker' },
    ...past,
    facts: before?.facts,
    samples: undefined,
    trained: document,
    plan,
    runId: id,
    recovery: undefined,
    hasWeights: false,
    ...(before && { opened: undefined }),
  })
  const notes = opened ? [`It started from ${opened.name}.`] : []
  const start = { id, document, plan, curve: past.curve, evaluations: past.evaluations, notes }
  recording = import('../runs/recorder.ts').then(
    module => module.startRecording(start),
    () => {
      useEditor
        .getState()
        .say('This run is not kept: a part of the page could not be loaded. Training goes on.')
      return undefined
    },
  )
  useEditor.getState().show({ dockTab: 'train', isDockOpen: true })
  connect().send({
    type: 'train',
    plan,
    settings: document.training,
    backend,
    ...(before && courseOf(before, document)),
    ...(opened && { weights: opened.weights }),
  })
}

/** What a run that goes on is told besides: as many steps and images as it began with, which the command line can choose. */
function courseOf({ facts, checkpoint }: Pick<KeptRun, 'facts' | 'checkpoint'>, { training }: GraphDocument) {
  const { totalSteps, stepsPerEpoch, trainImages, testImages } = facts
  const epochs = Math.max(training.epochs, Math.ceil(totalSteps / stepsPerEpoch))
  return {
    from: checkpoint,
    ...{ settings: { ...training, epochs }, steps: totalSteps },
    ...{ trainLimit: trainImages, testLimit: testImages },
  }
}

/** What a failure says; after a crash the page knows better than the client how to go on. */
function failureOf({ message, isCrash }: { message: string; isCrash?: true }, step = 0): string {
  if (!isCrash) return message
  return step > 0
    ? `${message} Resume goes on from step ${formatCount(step)}.`
    : `${message} Train again, or reload the page.`
}

function receive(report: TrainingReport): void {
  const { setState: set, getState: get } = useTraining
  const { status } = get()
  if (report.type !== 'probed' && report.type !== 'weights') {
    void recording.then(kept => kept?.hear(report))
  }
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
      set({ status: { kind: 'running' }, facts, hasWeights: true, opened: undefined })
      return
    }
    case 'progress': {
      const { curve } = get()
      const { step, epoch, losses, stepsPerSecond, secondsLeft, learningRate } = report
      curve.add(step, losses)
      const loss = losses.at(-1) ?? get().progress?.loss ?? Number.NaN
      const progress = { step, epoch, loss, stepsPerSecond, secondsLeft }
      set({
        progress: learningRate === undefined ? progress : { ...progress, learningRate },
        curveLength: curve.length,
      })
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
    case 'checkpoint': {
      const { type: _, ...checkpoint } = report
      lastCheckpoint = checkpoint
      set({ version: get().version + 1, checkpointStep: checkpoint.step })
      return
    }
    case 'recovered': {
      const { facts, curve, evaluations } = get()
      const { step, backend, message } = report
      curve.cut(step)
      set({
        status: { kind: 'running' },
        curveLength: curve.length,
        recovery: message,
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
    case 'finished': {
      const { type: _, step: __, ...finished } = report
      set({ status: { kind: 'finished', ...finished } })
      return
    }
    case 'weights':
      for (const { resolve } of waiting) resolve(report.weights)
      waiting = []
      return
    case 'failed':
      for (const { reject } of waiting) reject(new Error(report.message))
      if (waiting.length === 0 || isActive(status)) {
        if (report.isCrash) held = lastCheckpoint?.weights
        set({ status: { kind: 'failed', message: failureOf(report, get().checkpointStep) } })
      }
      waiting = []
      return
    default:
      report satisfies never
  }
}
