/** The part of an experiment that computes: loaded only when it is needed, since tfjs takes a second. */
import { existsSync } from 'node:fs'
import type { Plan } from '../compile/plan.ts'
import type { ExperimentDigits, ExperimentRow } from '../formats/experiment/rows.ts'
import type { GraphDocument } from '../graph/document.ts'
import { startBackend } from '../runtime/backends.ts'
import { initialWeights } from '../runtime/weights.ts'
import { restoreCheckpoint } from '../training/checkpoint.ts'
import { loadDataset } from '../training/data/sources.ts'
import { limitDataset } from '../training/datasets.ts'
import {
  createTrainingLoop,
  evaluateImages,
  type LoopReport,
  stepsPerEpoch,
  totalSteps,
} from '../training/loop.ts'
import { counterpartOf } from '../training/pca/compare.ts'
import { fitDataset, testMseAt } from '../training/pca/fit.ts'
import { reconstructPca } from '../training/pca/project.ts'
import { trainingFault } from '../training/requirements.ts'
import { drawSamples, pickSamples } from '../training/samples.ts'
import { createTfjsStepper } from '../training/tfjsStepper.ts'
import { readRun, runPaths, writeRun } from './checkpoint.ts'
import { InputError } from './command.ts'
import { readInstalledMnist } from './mnist.ts'
import { duration, progressLine } from './progress.ts'
import type { Terminal } from './terminal.ts'
import type { TrainNumbers } from './trainOptions.ts'

/** The network at one code size. */
export interface SizedDocument {
  readonly dims: number
  readonly document: GraphDocument
  readonly plan: Plan
}

/** How one code size is trained. */
export interface TrainWish {
  /** Where the run is kept, and taken up again unless `isNew`. */
  readonly folder?: string
  readonly isNew: boolean
  /** What stands before its progress. */
  readonly title: string
}

/** Data, PCA and backend, ready for one code size after the other. */
export interface ExperimentPlace {
  readonly digits: ExperimentDigits
  /** For how long it is trained, and on what: two short lines. */
  readonly terms: readonly string[]
  /** Which backend runs, and why. */
  readonly reason: string
  /** Trains to the end; undefined where it was interrupted. @throws InputError where the run fails. */
  train(sized: SizedDocument, wish: TrainWish): Promise<ExperimentRow | undefined>
}

/** Loads the images, fits PCA with `dims` components, starts the backend. @throws InputError */
export async function prepare(
  { plan }: SizedDocument,
  numbers: TrainNumbers,
  dims: number,
  { show }: Terminal,
): Promise<ExperimentPlace> {
  const input = plan.inputs[0]?.shape ?? []
  const sources = { mnist: async () => readInstalledMnist(), own: async () => undefined }
  const dataset = limitDataset(
    await loadDataset(numbers.settings, input, sources, () => {}).catch((error: Error) => {
      throw new InputError(error.message)
    }),
    numbers,
  )
  const fault = trainingFault(plan, dataset)
  if (fault) throw new InputError(fault)
  if (!counterpartOf(plan, numbers.settings)) {
    throw new InputError(
      'This network cannot be held against PCA, which makes the mean squared error of the image small: its loss must be MSELoss against the image.',
    )
  }
  if (dataset.test.count === 0) throw new InputError('There are no test images to measure the error on.')
  const began = performance.now()
  const fit = await fitDataset(dataset, dims, {
    onProgress: done => {
      const left = ((performance.now() - began) / 1000) * (1 / done - 1)
      show(`PCA ${Math.round(100 * done)} %  ${duration(left)} left`)
    },
  })
  const { reason, name: backend } = await startBackend(numbers.backend)
  const samples = pickSamples(dataset)
  const count = samples.labels.length
  const perEpoch = stepsPerEpoch(dataset.train.count, numbers.settings.batchSize)
  const epochs = numbers.steps === undefined ? numbers.settings.epochs : Math.ceil(numbers.steps / perEpoch)
  const settings = { ...numbers.settings, epochs }
  const total = totalSteps(
    { settings, ...(numbers.steps !== undefined && { steps: numbers.steps }) },
    dataset.train.count,
  )
  const images = (many: number) => many.toLocaleString('en-US')

  async function train(
    { dims: codeSize, document, plan: sizedPlan }: SizedDocument,
    { folder, isNew, title }: TrainWish,
  ): Promise<ExperimentRow | undefined> {
    const saved =
      folder !== undefined && !isNew && runPaths(folder).every(existsSync) ? readRun(folder) : undefined
    const stepper = createTfjsStepper(sizedPlan, initialWeights(sizedPlan, settings.seed), dataset, settings)
    if (saved) restoreCheckpoint(stepper, saved)
    let failure: string | undefined
    const report = (event: LoopReport): void => {
      if (event.type === 'failed') failure = event.message
      if (event.type === 'progress') show(`${title}  ${progressLine(event, { total, epochs })}`)
      if (event.type !== 'checkpoint' || folder === undefined) return
      const { step, weights, optimizer, best } = event
      const epoch = Math.max(1, Math.ceil(step / perEpoch))
      const limits = {
        ...(numbers.trainLimit !== undefined && { trainLimit: numbers.trainLimit }),
        ...(numbers.testLimit !== undefined && { testLimit: numbers.testLimit }),
      }
      const state = {
        step,
        epoch,
        settings,
        ...limits,
        backend,
        stepper: stepper.name,
        ...(best && { best }),
      }
      writeRun(folder, { document, weights, optimizer, state })
    }
    const loop = createTrainingLoop(
      stepper,
      dataset,
      {
        settings,
        ...(numbers.steps !== undefined && { steps: numbers.steps }),
        ...(folder !== undefined && { checkpoints: {} }),
        ...(saved && { startStep: saved.state.step }),
        ...(saved?.state.best && { best: saved.state.best }),
      },
      report,
    )
    const interrupt = () => loop.stop()
    process.once('SIGINT', interrupt)
    try {
      const outcome = await loop.run()
      if (failure !== undefined) throw new InputError(`With ${codeSize} numbers in the code: ${failure}`)
      if (outcome.reason === 'stopped') return undefined
      const testMse = outcome.test?.testMse ?? (await measured())
      const { reconstructions } = await drawSamples(stepper, samples, outcome.step)
      const pictures = await reconstructPca(fit.pca, { count, pixels: samples.originals }, codeSize)
      return {
        dims: codeSize,
        parameters: sizedPlan.nodes.reduce((sum, { parameters }) => sum + parameters, 0),
        steps: outcome.step,
        testMse,
        pcaTestMse: testMseAt(fit, codeSize)!,
        seconds: outcome.secondsPerStep * outcome.step,
        reconstructions: reconstructions!,
        pca: Uint8Array.from(pictures, value => Math.round(255 * Math.min(1, Math.max(0, value)))),
      }
    } finally {
      process.off('SIGINT', interrupt)
      stepper.dispose()
    }

    /** A run that was taken up at its very end has nothing left to measure by itself. */
    async function measured(): Promise<number> {
      return (await evaluateImages(stepper, 'test', dataset.test.count, async () => true))!.loss
    }
  }

  return {
    digits: { count, shape: dataset.shape, originals: samples.originals },
    terms: [
      `${images(total)} steps of ${images(settings.batchSize)} images, ${settings.optimizer} ${settings.learningRate}, seed ${settings.seed}`,
      `${images(dataset.train.count)} ${dataset.name} images to learn from, ${images(dataset.test.count)} to test`,
    ],
    reason,
    train,
  }
}
