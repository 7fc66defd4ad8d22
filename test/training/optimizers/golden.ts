import * as tf from '@tensorflow/tfjs'
import { defaultTraining, type TrainingSettings } from '../../../src/graph/document.ts'
import { createOptimizer } from '../../../src/training/optimizers/index.ts'
import { relativeError } from '../../runtime/evaluate.ts'

/** Three steps of one of torch's optimizers, as `test/golden/numerics` holds them. */
export interface OptimizerCase {
  readonly effective: Readonly<Record<string, unknown>>
  readonly start: { readonly data: readonly number[] }
  readonly gradients: readonly { readonly data: readonly number[] }[]
  readonly after: readonly { readonly data: readonly number[] }[]
}

/** The settings of a case, whose hyperparameters have torch's keyword names. */
export function settingsOf(
  optimizer: TrainingSettings['optimizer'],
  { effective }: OptimizerCase,
): TrainingSettings {
  const { lr, weight_decay: weightDecay, ...rest } = effective
  return { ...defaultTraining, ...rest, optimizer, learningRate: lr, weightDecay } as TrainingSettings
}

/** The largest relative error over the steps of a case, on the present backend. The values lie in two variables. */
export async function errorOf(settings: TrainingSettings, golden: OptimizerCase): Promise<number> {
  const tensorsOf = (values: readonly number[]) => [
    tf.tensor2d([...values.slice(0, 4)], [2, 2]),
    tf.tensor1d([...values.slice(4)]),
  ]
  const variables = tensorsOf(golden.start.data).map(tensor => tf.variable(tensor))
  const optimizer = createOptimizer(variables, settings)
  let worst = 0
  for (const [i, { data }] of golden.gradients.entries()) {
    optimizer.apply(tensorsOf(data), settings.learningRate)
    const found = await Promise.all(variables.map(variable => variable.data()))
    worst = Math.max(
      worst,
      relativeError(
        found.flatMap(values => [...values]),
        golden.after[i]!.data,
      ),
    )
  }
  optimizer.dispose()
  tf.dispose(variables)
  return worst
}
