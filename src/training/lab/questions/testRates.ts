import type { Plan } from '../../../compile/plan.ts'
import type { TrainingSettings } from '../../../graph/document.ts'
import { initialWeights } from '../../../runtime/weights.ts'
import { stepsPerEpoch } from '../../loop.ts'
import { epochOrder } from '../../order.ts'
import { createPace } from '../../pca/pace.ts'
import { findRate, type RateTest, usualRates } from '../../rateFinder.ts'
import { createTfjsStepper } from '../../tfjsStepper.ts'
import type { Question } from '../question.ts'

/** A learning-rate range test of a network from fresh weights, with the optimizer and the batches of the settings. */
export const testRates: Question<
  { readonly plan: Plan; readonly settings: TrainingSettings },
  RateTest
> = async ({ plan, settings }, desk, work) => {
  const dataset = await desk.dataset()
  const { batchSize, seed } = settings
  const images = dataset.train.count
  const perEpoch = stepsPerEpoch(images, batchSize)
  const stepper = createTfjsStepper(plan, initialWeights(plan, seed), dataset, settings)
  let order = new Int32Array()
  try {
    return await findRate(
      stepper,
      step => {
        const place = step % perEpoch
        if (place === 0) order = new Int32Array(epochOrder(images, seed, Math.floor(step / perEpoch) + 1))
        return order.slice(place * batchSize, (place + 1) * batchSize)
      },
      usualRates,
      createPace(work),
    )
  } finally {
    stepper.dispose()
  }
}
