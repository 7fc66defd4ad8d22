import { type BackendOptions, probeBackends, startBackend } from '../runtime/backends.ts'
import { initialWeights } from '../runtime/weights.ts'
import { limitDataset } from './datasets.ts'
import { createTrainingLoop, stepsPerEpoch, type TrainingLoop, totalSteps } from './loop.ts'
import type { TrainingReport, TrainingRequest, TrainRequest } from './protocol.ts'
import { trainingFault } from './requirements.ts'
import type { Dataset, Stepper } from './stepper.ts'
import { createTfjsStepper } from './tfjsStepper.ts'

/** What the service needs of the place that it runs in. */
export interface ServiceEnvironment {
  /** The digits; called once, and again only after it has failed. */
  loadDataset(onProgress: (part: number) => void): Promise<Dataset>
  readonly backend: BackendOptions
}

/** One run, from the request on. */
interface Run {
  isCancelled: boolean
  isPaused: boolean
  loop?: TrainingLoop
  stepper?: Stepper
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
  let run: Run | undefined
  let loading: Promise<Dataset> | undefined

  function loadDataset(): Promise<Dataset> {
    const prepare = (progress?: number) =>
      report({
        type: 'preparing',
        what: 'Loading the digits',
        ...(progress === undefined ? {} : { progress }),
      })
    if (!loading) {
      prepare()
      loading = environment.loadDataset(prepare)
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
      previous.stepper?.dispose()
    }
    const { plan, settings, steps } = request
    const whole = await loadDataset()
    const dataset = limitDataset(whole, request)
    const fault = trainingFault(plan, dataset)
    if (fault) throw new Error(fault)
    report({ type: 'preparing', what: 'Starting the backend' })
    const backend = await startBackend(request.backend, {
      ...environment.backend,
      onDeviceError: message => self.loop?.fail(deviceFault(message)),
    })
    if (self.isCancelled) {
      report({ type: 'finished', step: 0, reason: 'stopped', seconds: 0 })
      return
    }
    report({ type: 'preparing', what: 'Building the network' })
    const stepper = createTfjsStepper(plan, initialWeights(plan, settings.seed), dataset, settings)
    self.stepper = stepper
    const images = dataset.train.count
    const options = { settings, ...(steps === undefined ? {} : { steps }) }
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
    })
    self.loop = createTrainingLoop(stepper, dataset, options, report)
    if (self.isPaused) self.loop.pause()
    await self.loop.run()
  }

  function begin(request: TrainRequest): void {
    const previous = run
    const self: Run = { isCancelled: false, isPaused: false, finished: Promise.resolve() }
    run = self
    self.finished = train(request, self, previous).catch(fail)
  }

  async function sendWeights(): Promise<void> {
    if (!run?.stepper) throw new Error('There are no trained weights yet: train first.')
    const step = run.loop?.step ?? 0
    report({ type: 'weights', step, weights: await run.stepper.weights() })
  }

  const fail = (error: unknown): void =>
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) })

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

const deviceFault = (message: string): string =>
  `The device reported an error, and what it computes can no longer be trusted: ${message} Train again, or choose the backend wasm.`
