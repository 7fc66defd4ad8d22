/** What the commands that train share. Loaded only when it is needed, since tfjs takes a second. */
import type { Plan } from '../compile/plan.ts'
import type { GraphDocument, TrainingSettings } from '../graph/document.ts'
import type { BackendName } from '../runtime/backendReport.ts'
import { initialWeights } from '../runtime/weights.ts'
import { restoreCheckpoint, rhythmOf } from '../training/checkpoint.ts'
import { treated } from '../training/data/sources.ts'
import { limitDataset } from '../training/datasets.ts'
import {
  createTrainingLoop,
  type LoopOptions,
  type LoopReport,
  type Outcome,
  stepsPerEpoch,
  totalSteps,
} from '../training/loop.ts'
import { trainingFault } from '../training/requirements.ts'
import type { Dataset, Stepper } from '../training/stepper.ts'
import { createTfjsStepper } from '../training/tfjsStepper.ts'
import type { SavedRun } from './checkpoint.ts'
import { InputError } from './command.ts'
import { loadData } from './data.ts'
import { keepInFolder } from './keepRun.ts'
import type { TrainNumbers } from './trainOptions.ts'

/** The images of a run: `dataset` within its limits, `whole` without. */
export interface TrainingData {
  readonly whole: Dataset
  readonly dataset: Dataset
}

/**
 * Loads the images that the numbers ask for, or `files`, separated by commas, in their place.
 * @throws InputError where they are missing, or the network cannot be trained on them.
 */
export async function loadTrainingData(
  plan: Plan,
  numbers: TrainNumbers,
  files: string | undefined,
): Promise<TrainingData> {
  const { settings } = numbers
  const whole = await loadData(settings, plan, files)
  const dataset = treated(limitDataset(whole, numbers), settings)
  const fault = trainingFault(plan, dataset)
  if (fault) throw new InputError(fault)
  return { whole, dataset }
}

/** How long a run is. */
export interface Course {
  /** Those asked for, with as many epochs as the run may last. */
  readonly settings: TrainingSettings
  /** The step after which it ends, where that was said. */
  readonly steps?: number
  readonly perEpoch: number
  /** The step at which it ends. */
  readonly total: number
}

/** The course of a run over so many images. */
export function courseOf({ settings, steps }: TrainNumbers, images: number): Course {
  const perEpoch = stepsPerEpoch(images, settings.batchSize)
  // Steps alone say how long a run is; epochs in the document are then no limit.
  const epochs = steps === undefined ? settings.epochs : Math.ceil(steps / perEpoch)
  const options = { settings: { ...settings, epochs }, ...(steps !== undefined && { steps }) }
  return { ...options, perEpoch, total: totalSteps(options, images) }
}

/** What is trained, from where on, and where it is kept. */
export interface RunRequest {
  readonly document: GraphDocument
  readonly plan: Plan
  readonly numbers: TrainNumbers
  readonly dataset: Dataset
  readonly course: Course
  /** The backend that runs, and why. */
  readonly backend: { readonly name: BackendName; readonly reason: string }
  /** The files that are trained on in place of the images that the settings name. */
  readonly data?: string | undefined
  /** The run that is taken up again. */
  readonly saved?: SavedRun | undefined
  /** Where it is kept: at its start, in between and at its end. */
  readonly folder?: string | undefined
}

/** A run that stands ready; who has asked for it disposes of the stepper. */
export interface Run {
  readonly stepper: Stepper
  /** Trains to the end, or until Ctrl-C; never rejects. Call it once. */
  train(report: (event: LoopReport) => void): Promise<Outcome>
}

/** Makes the network, and puts it where the saved run was. @throws InputError where that is one of another network. */
export function createRun(request: RunRequest): Run {
  const { plan, dataset, course, saved, folder } = request
  const { settings, steps } = course
  const stepper = createTfjsStepper(plan, initialWeights(plan, settings.seed), dataset, settings)
  if (saved) {
    try {
      restoreCheckpoint(stepper, saved)
    } catch (error) {
      throw new InputError(`The run cannot be resumed: ${(error as Error).message}`)
    }
  }
  const options: LoopOptions = {
    settings,
    startStep: saved?.state.step ?? 0,
    ...(steps !== undefined && { steps }),
    ...(folder !== undefined && { checkpoints: rhythmOf(settings) }),
    ...(saved?.state.best && { best: saved.state.best }),
    ...(saved?.past && { startSeconds: saved.past.story.seconds }),
  }
  return {
    stepper,
    async train(report) {
      const keeper = folder === undefined ? undefined : keepInFolder(folder, request, stepper)
      const loop = createTrainingLoop(stepper, dataset, options, event => {
        keeper?.hear(event)
        report(event)
      })
      const interrupt = () => loop.stop()
      process.once('SIGINT', interrupt)
      const outcome = await loop.run()
      process.off('SIGINT', interrupt)
      return outcome
    },
  }
}
