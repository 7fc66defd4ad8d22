import type { Plan } from '../compile/plan.ts'
import { sizeOf } from '../graph/shape.ts'
import type { Outcome } from '../training/loop.ts'
import type { Dataset, Images, Stepper } from '../training/stepper.ts'

/** How a run ended: the last line of `train --json`, its keys in this order. */
export type Summary =
  | {
      readonly done: true
      readonly backend: string
      readonly steps: number
      readonly trainMse: number
      readonly testMse: number
      /** The linear optimum with as many numbers as the code has; absent where there is no code. */
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
  { step, reason, testMse, secondsPerStep }: Outcome,
): Promise<Summary> {
  const { stepper, dataset, plan, backend, train } = run
  if (reason !== 'done' || testMse === undefined) return { done: false, backend, steps: step, secondsPerStep }
  const { evaluateImages } = await import('../training/loop.ts')
  const count = Math.min(trainImages, dataset.train.count)
  const trainMse = (await evaluateImages(stepper, 'train', count, async () => true))!
  const pca = plan.code && { pca: await linearOptimum(train, dataset, sizeOf(plan.code.shape)) }
  return { done: true, backend, steps: step, trainMse, testMse, ...pca, secondsPerStep }
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

/** The summary for people, on one line. */
export function describeSummary(summary: Summary): string {
  const speed = `${summary.steps} steps, ${summary.secondsPerStep.toPrecision(3)} s each`
  if (!summary.done) return `Stopped after ${speed}`
  const { trainMse, testMse, pca } = summary
  const linear = pca ? ` (PCA with ${pca.dims} numbers: ${pca.testMse.toFixed(4)})` : ''
  return `Train MSE ${trainMse.toFixed(4)}, test MSE ${testMse.toFixed(4)}${linear} after ${speed}`
}
