import * as tf from '@tensorflow/tfjs'
import type { Plan, PlanWeight } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { buildModel } from '../runtime/model.ts'
import { getWeights, setWeights, toTfjs, toTorch } from '../runtime/weights.ts'
import { type Adam, createAdam } from './adam.ts'
import { createBatches } from './batches.ts'
import { trainingFault } from './requirements.ts'
import type { Dataset, Stepper } from './stepper.ts'

/** Images in one forward pass of an evaluation; it bounds the memory, not the result. */
const evaluationBatch = 200

/**
 * The stepper of tfjs's own autodiff over the `tf.LayersModel` of the plan, on the current backend: every graph, every
 * backend. The loss is the mean squared error between output and image.
 * @throws Error where the plan does not take or yield the dataset's images.
 */
export function createTfjsStepper(
  plan: Plan,
  weights: Weights,
  dataset: Dataset,
  settings: { readonly learningRate: number },
): Stepper {
  const fault = trainingFault(plan, dataset)
  if (fault) throw new Error(fault)
  const model = buildModel(plan)
  setWeights(model, plan, weights)
  const trainable = variablesOf(model, plan)
  const adam = createAdam(
    trainable.map(({ variable }) => variable),
    settings.learningRate,
  )
  const images = {
    train: createBatches(dataset.train, dataset.shape),
    test: createBatches(dataset.test, dataset.shape),
  }
  const errorOf = (batch: tf.Tensor4D, training: boolean): tf.Scalar =>
    tf.mean(tf.squaredDifference(model.apply(batch, { training }) as tf.Tensor, batch))
  const variables = trainable.map(({ variable }) => variable)
  let pending: tf.Scalar[] = []

  return {
    name: 'tfjs autodiff',
    step(indices) {
      const loss = tf.tidy(() => {
        const batch = images.train.take(indices)
        const { value, grads } = tf.variableGrads(() => errorOf(batch, true), variables)
        adam.apply(variables.map(variable => grads[variable.name]!))
        return value
      })
      pending.push(loss)
    },
    async losses() {
      if (pending.length === 0) return []
      const joined = tf.stack(pending)
      tf.dispose(pending)
      pending = []
      const values = await joined.data()
      joined.dispose()
      return [...values]
    },
    async evaluate(part, from, count) {
      const total = tf.tidy(() => {
        let sum = tf.scalar(0)
        for (let at = from; at < from + count; at += evaluationBatch) {
          const size = Math.min(evaluationBatch, from + count - at)
          const batch = tf.tidy(() => tf.mul(errorOf(images[part].range(at, size), false), size))
          sum = tf.add(sum, batch)
        }
        return sum
      })
      const [value = Number.NaN] = await total.data()
      total.dispose()
      return value / count
    },
    async reconstruct(pixels, count) {
      const [channels, height, width] = dataset.shape
      const output = tf.tidy(
        () => model.apply(tf.tensor4d(pixels, [count, height, width, channels])) as tf.Tensor,
      )
      const values = await output.data<'float32'>()
      output.dispose()
      return values
    },
    weights: () => getWeights(model, plan),
    setWeights(given) {
      setWeights(model, plan, given)
      adam.refresh()
    },
    optimizerState: () => readState(adam, trainable),
    setOptimizerState: state => writeState(adam, trainable, state),
    dispose() {
      tf.dispose(pending)
      pending = []
      adam.dispose()
      images.train.dispose()
      images.test.dispose()
      model.dispose()
    },
  }
}

interface Trainable {
  readonly weight: PlanWeight
  readonly variable: tf.Variable
}

/** The variables that the optimizer moves, in the order of the plan. */
function variablesOf(model: tf.LayersModel, plan: Plan): Trainable[] {
  const seen = new Map<string, number>()
  return plan.weights.flatMap(weight => {
    const slot = seen.get(weight.step) ?? 0
    seen.set(weight.step, slot + 1)
    const variable = model.getLayer(weight.step).weights[slot]!.read() as tf.Variable
    return weight.trainable ? [{ weight, variable }] : []
  })
}

/** Under the names that torch's optimizer has for them, in torch's layout. */
const nameOf = (moment: 'exp_avg' | 'exp_avg_sq', { weight }: Trainable): string => `${moment}.${weight.name}`

async function readState(
  adam: Adam,
  trainable: readonly Trainable[],
): Promise<Readonly<Record<string, Float32Array>>> {
  const { step, mean, square } = adam.state()
  const tensors = tf.tidy(() => ({ exp_avg: split(mean, trainable), exp_avg_sq: split(square, trainable) }))
  const entries = Object.entries(tensors).flatMap(([moment, list]) =>
    list.map((tensor, i) => ({ name: nameOf(moment as 'exp_avg', trainable[i]!), tensor })),
  )
  const values = await Promise.all(entries.map(({ tensor }) => tensor.data<'float32'>()))
  tf.dispose(tensors)
  return Object.fromEntries([
    ['step', Float32Array.of(step)],
    ...entries.map(({ name }, i) => [name, new Float32Array(values[i]!)] as const),
  ])
}

/** One tensor in torch's layout for each variable, from the long one in tfjs's. */
function split(flat: tf.Tensor1D, trainable: readonly Trainable[]): tf.Tensor[] {
  const sizes = trainable.map(({ variable }) => variable.size)
  return tf
    .split(flat, sizes)
    .map((part, i) => tf.clone(toTorch(trainable[i]!.weight, tf.reshape(part, trainable[i]!.variable.shape))))
}

function writeState(
  adam: Adam,
  trainable: readonly Trainable[],
  state: Readonly<Record<string, Float32Array>>,
): void {
  const [step] = state.step ?? []
  if (step === undefined || !Number.isInteger(step) || step < 0) {
    throw new Error('The state of the optimizer has no number of steps.')
  }
  const join = (moment: 'exp_avg' | 'exp_avg_sq'): tf.Tensor1D =>
    tf.concat1d(
      trainable.map(each => {
        const values = state[nameOf(moment, each)]
        if (values?.length !== each.variable.size) {
          const given = values ? `has ${values.length} values` : 'is missing'
          throw new Error(
            `The state ${nameOf(moment, each)} of the optimizer ${given}; ${each.variable.size} belong to ${each.weight.name}.`,
          )
        }
        return tf.reshape(toTfjs(each.weight, values), [-1]) as tf.Tensor1D
      }),
    )
  tf.tidy(() => adam.setState({ step, mean: join('exp_avg'), square: join('exp_avg_sq') }))
}
