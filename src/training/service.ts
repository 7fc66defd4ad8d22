import type { TrainingSettings } from '../graph/document.ts'
import type { Shape } from '../graph/shape.ts'
import { type BackendOptions, probeBackends, startBackend, startNextBackend } from '../runtime/backends.ts'
import { checkBackend } from '../runtime/checkBackend.ts'
import { unsupported } from '../runtime/unsupported.ts'
import { initialWeights } from '../runtime/weights.ts'
import { type Checkpoint, restoreCheckpoint, rhythmOf } from './checkpoint.ts'
import { dataKey, loadingText, treated } from './data/sources.ts'
import { limitDataset } from './datasets.ts'
import {
  createTrainingLoop,
  type Failure,
  type LoopOptions,
  type LoopReport,
  stepsPerEpoch,
  type TrainingLoop,
  totalSteps,
} from './loop.ts'
import type { TrainingReport, TrainingRequest, TrainRequest } from './protocol.ts'
import { isBackendAtFault, keptWords, messageOf, recoveryWords, sentence } from './recovery.ts'
import { trainingFault } from './requirements.ts'
import type { Dataset, Stepper } from './stepper.ts'
import { createTfjsStepper } from './tfjsStepper.ts'

/** What the service needs of the place that it runs in. */
export interface ServiceEnvironment {
  /** The images that the settings choose for an Input of this shape; what is loaded is kept while the choice is the same. */
  loadDataset(settings: TrainingSettings, input: Shape, onProgress: (part: number) => void): Promise<Dataset>
  readonly backend: BackendOptions
  /** Taken in place of the real ones where faults are tried out. */
  readonly parts?: Partial<Parts>
}

interface Parts {
  readonly createStepper: typeof createTfjsStepper
  readonly startBackend: typeof startBackend
  readonly startNextBackend: typeof startNextBackend
  readonly checkBackend: typeof checkBackend
}

/** A backend that was started for a run, and the loop that runs on it. */
interface Link {
  readonly options: BackendOptions
  loop?: TrainingLoop
  /** What it reported first. */
  fault?: string
}

/** One run, from the request on. */
interface Run {
  isCancelled: boolean
  isPaused: boolean
  loop?: TrainingLoop
  stepper?: Stepper
  /** The last moment that it can go on from. */
  checkpoint?: Checkpoint
  /** It failed: what it has learned is what the checkpoint holds. */
  hasFailed: boolean
  /** Settles when nothing of the run is going on any more. */
  finished: Promise<void>
}

/**
 * Answers the requests of the protocol: one run at a time, a new one ending the one before. What a run has learned stays
 * until the next one begins, so that its weights can be asked for.
 */
export function createTrainingService(
  environment: ServiceEnvironment,
  report: (report: TrainingReport) => void,
): (request: TrainingRequest) => void {
  const parts: Parts = {
    createStepper: createTfjsStepper,
    startBackend,
    startNextBackend,
    checkBackend,
    ...environment.parts,
  }
  let run: Run | undefined
  let loading: Promise<Dataset> | undefined
  let loadingKey: string | undefined

  function loadDataset(settings: TrainingSettings, input: Shape): Promise<Dataset> {
    const prepare = (progress?: number) =>
      report({
        type: 'preparing',
        what: loadingText(settings.dataset),
        ...(progress === undefined ? {} : { progress }),
      })
    const key = dataKey(settings, input)
    if (!loading || key === undefined || key !== loadingKey) {
      prepare()
      loadingKey = key
      loading = environment.loadDataset(settings, input, prepare)
      loading.catch(() => {
        loading = undefined
      })
    }
    return loading
  }

  async function train(request: TrainRequest, self: Run, previous: Run | undefined): Promise<void> {
    if (previous) {
      previous.isCancelled = true
      previous.loop?.stop()
      await previous.finished
      dispose(previous)
    }
    const { plan, settings, steps, from, weights } = request
    if (from) self.checkpoint = from
    const whole = await loadDataset(settings, plan.inputs[0]?.shape ?? [])
    const dataset = treated(limitDataset(whole, request), settings)
    const fault = trainingFault(plan, dataset)
    if (fault) throw new Error(fault)
    report({ type: 'preparing', what: 'Starting the backend' })
    let link = linkTo()
    let backend = await parts.startBackend(request.backend, link.options)
    if (self.isCancelled) {
      report({ type: 'finished', step: request.from?.step ?? 0, reason: 'stopped', seconds: 0 })
      return
    }
    const deviceFault = unsupported(plan, backend.name)
    if (deviceFault) throw new Error(deviceFault)
    report({ type: 'preparing', what: 'Building the network' })
    const build = (): Stepper => {
      const first = weights ?? initialWeights(plan, settings.seed)
      const stepper = parts.createStepper(plan, first, dataset, settings)
      self.stepper = stepper
      if (self.checkpoint) restoreCheckpoint(stepper, self.checkpoint)
      return stepper
    }
    let stepper = build()
    const images = dataset.train.count
    const options = {
      settings,
      ...(steps !== undefined && { steps }),
      checkpoints: rhythmOf(settings),
    }
    report({
      type: 'started',
      backend: backend.name,
      reason: backend.reason,
      stepper: stepper.name,
      lossName: stepper.objective.name,
      totalSteps: totalSteps(options, images),
      stepsPerEpoch: stepsPerEpoch(images, settings.batchSize),
      trainImages: images,
      testImages: dataset.test.count,
      ...(dataset.treatment?.scale && { scale: dataset.treatment.scale }),
    })
    for (;;) {
      const failure = await runLoop(self, link, stepper, dataset, options)
      if (!failure) return
      const canGoOn = self.checkpoint && (await isBackendAtFault(backend.name, failure, parts.checkBackend))
      if (!self.checkpoint || !canGoOn) return giveUp(self, failure.message)
      report({ type: 'preparing', what: 'Starting another backend' })
      const failed = backend.name
      link = linkTo()
      try {
        dispose(self)
        backend = await parts.startNextBackend(failed, link.options)
        stepper = build()
      } catch (error) {
        return giveUp(self, `${sentence(failure.message)} ${messageOf(error)}`)
      }
      report({
        type: 'recovered',
        step: self.checkpoint.step,
        backend: backend.name,
        message: recoveryWords(failure.message, failed, backend.name, self.checkpoint.step),
      })
    }
  }

  /** What a backend tells once it runs goes to the loop that runs on it, and to no later one. */
  function linkTo(): Link {
    const onDeviceError = (message: string): void => {
      link.fault ??= message
      link.loop?.fail(message)
    }
    const link: Link = { options: { ...environment.backend, onDeviceError } }
    return link
  }

  /** Trains until it is over, or yields why it cannot go on. */
  async function runLoop(
    self: Run,
    link: Link,
    stepper: Stepper,
    dataset: Dataset,
    options: Omit<LoopOptions, 'startStep' | 'startSeconds'>,
  ): Promise<Failure | undefined> {
    const { step: startStep = 0, seconds: startSeconds = 0 } = self.checkpoint ?? {}
    let isOver = false
    const hear = (event: LoopReport): void => {
      // A checkpoint that was still being read when the loop failed comes too late; whether that is the end is decided here.
      if (isOver || event.type === 'failed') return
      if (event.type === 'checkpoint') self.checkpoint = event
      report(event)
    }
    const { best } = self.checkpoint ?? {}
    const from = { startStep, startSeconds, ...(best && { best }) }
    const loop = createTrainingLoop(stepper, dataset, { ...options, ...from }, hear)
    link.loop = loop
    self.loop = loop
    if (link.fault !== undefined) loop.fail(link.fault)
    else if (self.isCancelled) loop.stop()
    else if (self.isPaused) loop.pause()
    const { failure } = await loop.run()
    isOver = true
    return failure
  }

  function giveUp(self: Run, message: string): void {
    self.hasFailed = true
    const kept = self.checkpoint?.step ?? 0
    report({ type: 'failed', message: kept > 0 ? `${sentence(message)} ${keptWords(kept)}` : message })
  }

  function begin(request: TrainRequest): void {
    const previous = run
    const self: Run = {
      isCancelled: false,
      isPaused: false,
      hasFailed: false,
      finished: Promise.resolve(),
    }
    run = self
    self.finished = train(request, self, previous).catch(fail)
  }

  async function sendWeights(): Promise<void> {
    if (run?.hasFailed && run.checkpoint) {
      const { step, weights } = run.checkpoint
      report({ type: 'weights', step, weights })
      return
    }
    if (!run?.stepper) throw new Error('There are no trained weights yet: train first.')
    const step = run.loop?.step ?? 0
    report({ type: 'weights', step, weights: await run.stepper.weights() })
  }

  const fail = (error: unknown): void => report({ type: 'failed', message: messageOf(error) })

  return request => {
    switch (request.type) {
      case 'probe':
        probeBackends().then(found => report({ type: 'probed', ...found }), fail)
        return
      case 'train':
        begin(request)
        return
      case 'pause':
        if (run) run.isPaused = true
        run?.loop?.pause()
        return
      case 'resume':
        if (run) run.isPaused = false
        run?.loop?.resume()
        return
      case 'stop':
        if (run) run.isCancelled = true
        run?.loop?.stop()
        return
      case 'weights':
        sendWeights().catch(fail)
        return
      default:
        request satisfies never
    }
  }
}

/** Frees what a run holds on its device. */
function dispose(run: Run): void {
  const { stepper } = run
  delete run.stepper
  try {
    stepper?.dispose()
  } catch {
    // The device is gone, and the memory with it.
  }
}
