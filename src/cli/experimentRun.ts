/** The part of an experiment that computes: loaded only when it is needed, since tfjs takes a second. */
import { existsSync } from 'node:fs'
import type { Plan } from '../compile/plan.ts'
import type { ExperimentDigits, ExperimentRow } from '../formats/experiment/rows.ts'
import type { GraphDocument } from '../graph/document.ts'
import { startBackend } from '../runtime/backends.ts'
import { evaluateImages } from '../training/loop.ts'
import { counterpartOf } from '../training/pca/compare.ts'
import { fitDataset, testMseAt } from '../training/pca/fit.ts'
import { reconstructPca } from '../training/pca/project.ts'
import { drawSamples, pickSamples } from '../training/samples.ts'
import { readRun, runPaths } from './checkpoint.ts'
import { InputError } from './command.ts'
import { pcaProgress, progressLine } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { courseOf, createRun, loadTrainingData } from './trainingRun.ts'
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

/**
 * Loads the images, or the files `data` in their place, fits PCA with the largest of the `dims`, starts the backend.
 * @throws InputError
 */
export async function prepare(
  request: {
    readonly sized: readonly SizedDocument[]
    readonly dims: readonly number[]
    readonly numbers: TrainNumbers
    readonly data: string | undefined
  },
  terminal: Terminal,
): Promise<ExperimentPlace> {
  const { numbers } = request
  const { plan } = request.sized[0]!
  const { dataset } = await loadTrainingData(plan, numbers, request.data)
  if (!counterpartOf(plan, numbers.settings)) {
    throw new InputError(
      'This network cannot be held against PCA, which makes the mean squared error of the image small: its loss must be MSELoss against the image.',
    )
  }
  if (dataset.test.count === 0) throw new InputError('There are no test images to measure the error on.')
  const fit = await fitDataset(dataset, Math.max(...request.dims), { onProgress: pcaProgress(terminal) })
  const backend = await startBackend(numbers.backend)
  const samples = pickSamples(dataset)
  const count = samples.labels.length
  const course = courseOf(numbers, dataset.train.count)
  const { settings, total } = course
  const images = (many: number) => many.toLocaleString('en-US')

  async function train(
    { dims: codeSize, document, plan: sizedPlan }: SizedDocument,
    { folder, isNew, title }: TrainWish,
  ): Promise<ExperimentRow | undefined> {
    const saved =
      folder !== undefined && !isNew && runPaths(folder).every(existsSync) ? readRun(folder) : undefined
    const { data } = request
    const run = createRun({
      ...{ document, plan: sizedPlan, numbers, dataset, course, backend, saved, folder, data },
    })
    const { stepper } = run
    try {
      const outcome = await run.train(event => {
        if (event.type !== 'progress') return
        terminal.show(`${title}  ${progressLine(event, { total, epochs: settings.epochs })}`)
      })
      if (outcome.failure) {
        throw new InputError(`With ${codeSize} numbers in the code: ${outcome.failure.message}`)
      }
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
    reason: backend.reason,
    train,
  }
}
