import * as tf from '@tensorflow/tfjs'
import type { Plan } from '../../src/compile/plan.ts'
import type { Weights } from '../../src/compile/weights.ts'
import { type Shape, sizeOf } from '../../src/graph/shape.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { setWeights, toTorch } from '../../src/runtime/weights.ts'
import { losses } from '../../src/training/losses.ts'

export interface Evaluation {
  /** Everything is in torch's layout: channels first, batch in front. */
  readonly outputs: readonly Float32Array[]
  /** Gradients of the sum over all outputs times `upstream`. */
  readonly inputGradients: readonly Float32Array[]
  readonly weightGradients: Readonly<Record<string, Float32Array>>
}

/**
 * Builds the plan and computes its outputs and all gradients for a batch, on the running backend.
 * `inputs` and `upstream` hold one list of values for each input and output, channels first.
 * Layers compute as in training, unless `training` is false.
 */
export async function evaluate(
  plan: Plan,
  weights: Weights,
  batch: number,
  inputs: readonly ArrayLike<number>[],
  upstream: readonly ArrayLike<number>[],
  training = true,
): Promise<Evaluation> {
  const model = buildModel(plan)
  setWeights(model, plan, weights)
  const xs = tf.tidy(() => plan.inputs.map(({ shape }, i) => tf.variable(stored(inputs[i]!, batch, shape))))
  const dys = plan.outputs.map(({ shape }, i) => stored(upstream[i]!, batch, shape))
  const trainable = plan.weights.filter(weight => weight.trainable)
  const variables = trainable.map(weight => {
    const slots = plan.weights.filter(({ step }) => step === weight.step)
    return model.getLayer(weight.step).weights[slots.indexOf(weight)]!.read() as tf.Variable
  })
  const run = () => {
    const ys = model.apply(xs.length === 1 ? xs[0]! : xs, { training }) as tf.Tensor | tf.Tensor[]
    return Array.isArray(ys) ? ys : [ys]
  }
  const tensors = tf.tidy(() => {
    // One run for both: noise differs from run to run, and running statistics move.
    let ys: tf.Tensor[] = []
    const { grads } = tf.variableGrads(() => {
      ys = run().map(y => tf.keep(tf.clone(y)))
      return ys.reduce((sum, y, i) => tf.add(sum, tf.sum(tf.mul(y, dys[i]!))), tf.scalar(0)) as tf.Scalar
    }, [...xs, ...variables])
    const gradient = (variable: tf.Variable) => grads[variable.name] ?? tf.zerosLike(variable)
    const outputs = ys.map((y, i) => channelsFirst(y, plan.outputs[i]!.shape))
    tf.dispose(ys)
    return [
      ...outputs,
      ...xs.map((x, i) => channelsFirst(gradient(x), plan.inputs[i]!.shape)),
      ...variables.map((variable, i) => toTorch(trainable[i]!, gradient(variable))),
    ]
  })
  const values = await Promise.all(tensors.map(tensor => tensor.data<'float32'>()))
  tf.dispose([tensors, xs, dys])
  model.dispose()
  const [first, second] = [plan.outputs.length, plan.outputs.length + xs.length]
  return {
    outputs: values.slice(0, first),
    inputGradients: values.slice(first, second),
    weightGradients: Object.fromEntries(trainable.map(({ name }, i) => [name, values[second + i]!])),
  }
}

/** A tensor as plain JSON holds it. */
export interface PlainTensor {
  readonly shape: Shape
  readonly data: readonly number[]
}

/** A loss and its gradients on the running backend: by the input, and by the target where that is no label. */
export async function evaluateLoss(
  type: string,
  params: Readonly<Record<string, unknown>>,
  input: PlainTensor,
  target: PlainTensor,
): Promise<{ readonly value: Float32Array; readonly gradients: readonly Float32Array[] }> {
  const loss = losses.get(type)!
  const isLabel = target.shape.length < input.shape.length
  const tensors = tf.tidy(() => {
    const channelsLast = ({ data, shape }: PlainTensor) => {
      const tensor = tf.tensor([...data], [...shape])
      return shape.length === 4 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor
    }
    const x = channelsLast(input)
    const y = isLabel ? tf.tensor([...target.data], [...target.shape], 'int32') : channelsLast(target)
    const of = (a: tf.Tensor, b = y) => loss(a, b, params)
    const { value, grads } = tf.valueAndGrads(of)(isLabel ? [x] : [x, y])
    return [value, ...grads.map(grad => (grad.rank === 4 ? tf.transpose(grad, [0, 3, 1, 2]) : grad))]
  })
  const [value, ...gradients] = await Promise.all(tensors.map(tensor => tensor.data<'float32'>()))
  tf.dispose(tensors)
  return { value: value!, gradients }
}

/** Values in torch's order as the tensor that a model takes. */
function stored(values: ArrayLike<number>, batch: number, shape: Shape): tf.Tensor {
  return tf.tidy(() => {
    const tensor = tf.tensor(Float32Array.from(values), [batch, ...shape])
    return shape.length === 3 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor
  })
}

const channelsFirst = (tensor: tf.Tensor, shape: Shape): tf.Tensor =>
  shape.length === 3 ? tf.transpose(tensor, [0, 3, 1, 2]) : tf.clone(tensor)

/** The largest difference over the largest expected magnitude, or over 1 where all are small. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY
  let [difference, magnitude] = [0, 1]
  for (let i = 0; i < found.length; i++) {
    const distance = Math.abs(found[i]! - expected[i]!)
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY
    difference = Math.max(difference, distance)
    magnitude = Math.max(magnitude, Math.abs(expected[i]!))
  }
  return difference / magnitude
}

/** Values without symmetry, the same on every machine, from −1 to 1. */
export const wave = (shape: Shape, step = 0.7): Float32Array =>
  Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(step * i + 0.3) * 0.9 + 0.05)
