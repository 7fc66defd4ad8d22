import * as tf from '@tensorflow/tfjs'
import type { Plan, PlanWeight } from '../compile/plan.ts'
import { type Weights, type WeightTensor, weightFaults } from '../compile/weights.ts'
import { type Shape, sizeOf } from '../graph/shape.ts'
import { randomStream } from './random.ts'

/**
 * Weights as torch would draw them, in torch's layout: each has a stream of its own, so the values depend on the seed and
 * the weight's name and shape alone, on every platform.
 */
export const initialWeights = (plan: Plan, seed: number): Weights =>
  Object.fromEntries(plan.weights.map(weight => [weight.name, drawn(weight, seed)]))

function drawn({ name, shape, init }: PlanWeight, seed: number): WeightTensor {
  const values = new Float32Array(sizeOf(shape))
  if (init.kind === 'constant') return { shape, values: values.fill(init.value) }
  const next = randomStream(seed, name)
  const row = values.length / (shape[0] ?? 1)
  const repeated = (init.repeat ?? 1) * row
  for (let i = 0; i < values.length; i++) {
    const first = Math.floor(i / repeated) * repeated + (i % row)
    values[i] = first < i ? values[first]! : (2 * next() - 1) * init.bound
  }
  return { shape, values }
}

/**
 * Puts weights into a model of this plan.
 * @throws Error that names every weight that is missing, unknown, or of another shape; the model is then as it was.
 */
export function setWeights(model: tf.LayersModel, plan: Plan, weights: Weights): void {
  const faults = weightFaults(plan, weights)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  tf.tidy(() => {
    for (const [step, list] of weightsByStep(plan)) {
      model.getLayer(step).setWeights(list.map(weight => toTfjs(weight, weights[weight.name]!.values)))
    }
  })
}

/** The weights of a model of this plan as they are now, in torch's layout and in the order of the plan. */
export async function getWeights(model: tf.LayersModel, plan: Plan): Promise<Weights> {
  const steps = [...weightsByStep(plan)]
  const weights = steps.flatMap(([, list]) => list)
  const tensors = tf.tidy(() =>
    steps.flatMap(([step, list]) => {
      const held = model.getLayer(step).getWeights()
      return list.map((weight, i) => tf.clone(toTorch(weight, held[i]!)))
    }),
  )
  const values = await Promise.all(tensors.map(tensor => tensor.data<'float32'>()))
  tf.dispose(tensors)
  return Object.fromEntries(
    weights.map(({ name, shape }, i) => [name, { shape, values: new Float32Array(values[i]!) }]),
  )
}

const weightsByStep = (plan: Plan): Map<string, PlanWeight[]> => {
  const steps = new Map<string, PlanWeight[]>()
  for (const weight of plan.weights) {
    const list = steps.get(weight.step)
    if (list) list.push(weight)
    else steps.set(weight.step, [weight])
  }
  return steps
}

/** A weight, or anything with a value for each of its values, from torch's layout to that of the tfjs layer. */
export function toTfjs({ shape, reshape, permute }: PlanWeight, values: Float32Array): tf.Tensor {
  const tensor = tf.tensor(values, [...(reshape ?? shape)], 'float32')
  return permute ? tf.transpose(tensor, [...permute]) : tensor
}

/** The way back. */
export function toTorch({ shape, permute }: PlanWeight, tensor: tf.Tensor): tf.Tensor {
  const unpermuted = permute ? tf.transpose(tensor, inverse(permute)) : tensor
  return tf.reshape(unpermuted, [...shape] as number[])
}

const inverse = (permutation: Shape): number[] => permutation.map((_, axis) => permutation.indexOf(axis))
