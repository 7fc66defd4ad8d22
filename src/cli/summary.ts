import type { Plan } from '../compile/plan.ts'
import { sizeOf } from '../graph/shape.ts'
import type { Outcome } from '../training/loop.ts'
import type { TestErrors } from '../training/protocol.ts'
import type { Dataset, Images, Stepper } from '../training/stepper.ts'

/** How a run ended: the last line of `train --json`, its keys in this order. */
export type Summary =
  | {
      readonly done: true
      readonly backend: string
      readonly steps: number
      /** Where the loss is the mean squared error of pixels; any other stands under `trainLoss` and `testLoss`. */
      readonly trainMse?: number
      readonly testMse?: number
      readonly trainLoss?: number
      readonly testLoss?: number
      /** The share of test images whose class was found, where the network classifies. */
      readonly accuracy?: number
      /** The linear optimum with as many numbers as the code has; absent where there is no code, or no MSE. */
      readonly pca?: LinearOptimum
      readonly secondsPerStep: number
    }
  | {
      /** It was interrupted. */
      readonly done: false
      readonly backend: string
      readonly steps: number
      readonly secondsPerStep: number
    }

interface LinearOptimum {
  readonly dims: number
  readonly testMse: number
}

/** As many training images as their error after training is taken over, at most. */
const trainImages = 10_000

/** The summary of a run; `train` are all training images, of which the run may have used fewer. */
export async function summarize(
  run: {
    readonly stepper: Stepper
    readonly dataset: Dataset
    readonly plan: Plan
    readonly backend: string
    readonly train: Images
  },
  { step, reason, test, secondsPerStep }: Outcome,
): Promise<Summary> {
  const { stepper, dataset, plan, backend, train } = run
  if (reason !== 'done' || !test) return { done: false, backend, steps: step, secondsPerStep }
  const { evaluateImages } = await import('../training/loop.ts')
  const count = Math.min(trainImages, dataset.train.count)
  const { loss: trainLoss } = (await evaluateImages(stepper, 'train', count, async () => true))!
  const { testLoss, accuracy } = test
  const { isMse } = stepper.objective
  const errors = isMse ? { trainMse: trainLoss, testMse: testLoss } : { trainLoss, testLoss }
  const pca = isMse && plan.code && { pca: await linearOptimum(train, dataset, sizeOf(plan.code.shape)) }
  return {
    done: true,
    backend,
    steps: step,
    ...errors,
    ...(accuracy !== undefined && { accuracy }),
    ...pca,
    secondsPerStep,
  }
}

/** What PCA of the whole training set, with as many numbers as the code has, makes of the same test images. */
async function linearOptimum(
  images: Images,
  { shape, test }: Dataset,
  codeSize: number,
): Promise<LinearOptimum> {
  const [{ fitPca }, { pcaMse }] = await Promise.all([
    import('../training/pca/pca.ts'),
    import('../training/pca/project.ts'),
  ])
  const size = sizeOf(shape)
  const dims = Math.min(codeSize, size)
  const [testMse = 0] = await pcaMse(await fitPca(images, { size, dims }), test, [dims])
  return { dims, testMse }
}

/** Errors on the test images for people: "test cross-entropy 0.0912, accuracy 97.20 %". */
export const describeTest = ({ testLoss, accuracy }: TestErrors, lossName: string): string =>
  `test ${lossName} ${testLoss.toFixed(4)}${accuracy === undefined ? '' : `, accuracy ${(100 * accuracy).toFixed(2)} %`}`

/** The summary for people, on one line. */
export function describeSummary(summary: Summary, lossName: string): string {
  const speed = `${summary.steps} steps, ${summary.secondsPerStep.toPrecision(3)} s each`
  if (!summary.done) return `Stopped after ${speed}`
  const { accuracy, pca } = summary
  const trainLoss = summary.trainMse ?? summary.trainLoss ?? Number.NaN
  const testLoss = summary.testMse ?? summary.testLoss ?? Number.NaN
  const test = describeTest({ testLoss, ...(accuracy !== undefined && { accuracy }) }, lossName)
  const linear = pca ? ` (PCA with ${pca.dims} numbers: ${pca.testMse.toFixed(4)})` : ''
  return `Train ${lossName} ${trainLoss.toFixed(4)}, ${test}${linear} after ${speed}`
}
