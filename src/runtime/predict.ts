import * as tf from '@tensorflow/tfjs'
import type { Plan } from '../compile/plan.ts'
import type { Weights, WeightTensor } from '../compile/weights.ts'
import { buildModel } from './model.ts'
import { setWeights } from './weights.ts'

/** So many samples at a time, so that a long list of them does not take all memory. */
const batchSize = 64

/**
 * One forward pass on the running backend, as in use and not in training. Tensors are in torch's layout with the samples
 * in front; `inputs` and the answer are in the order of the plan's inputs and outputs.
 * @throws Error that names every weight that does not fit.
 */
export async function predict(
  plan: Plan,
  weights: Weights,
  inputs: readonly WeightTensor[],
): Promise<readonly WeightTensor[]> {
  const model = buildModel(plan)
  setWeights(model, plan, weights)
  const outputs = tf.tidy(() => {
    const xs = inputs.map(({ shape, values }) => {
      const tensor = tf.tensor(values, [...shape], 'float32')
      return shape.length === 4 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor
    })
    const ys = [model.predict(xs.length === 1 ? xs[0]! : xs, { batchSize })].flat()
    return ys.map(y => (y.rank === 4 ? tf.transpose(y, [0, 3, 1, 2]) : tf.clone(y)))
  })
  const values = await Promise.all(outputs.map(y => y.data<'float32'>()))
  const results = outputs.map(({ shape }, i) => ({ shape, values: new Float32Array(values[i]!) }))
  tf.dispose(outputs)
  model.dispose()
  return results
}
