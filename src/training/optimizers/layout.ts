import * as tf from '@tensorflow/tfjs'
import type { PlanWeight } from '../../compile/plan.ts'
import { toTfjs, toTorch } from '../../runtime/weights.ts'
import type { Optimizer } from './optimizer.ts'

/** A variable that the optimizer moves, and the weight of the plan that it is. */
export interface Trainable {
  readonly weight: PlanWeight
  readonly variable: tf.Variable
}

/** What an optimizer remembers, under the names that torch has for it and in torch's layout: `exp_avg.conv1.weight`. */
export async function readState(
  optimizer: Optimizer,
  trainable: readonly Trainable[],
): Promise<Readonly<Record<string, Float32Array>>> {
  const { step, buffers } = optimizer.state()
  const tensors = tf.tidy(() =>
    [...buffers].map(([buffer, flat]) => ({ buffer, parts: split(flat, trainable) })),
  )
  const entries = tensors.flatMap(({ buffer, parts }) =>
    parts.map((tensor, i) => ({ name: nameOf(buffer, trainable[i]!), tensor })),
  )
  const values = await Promise.all(entries.map(({ tensor }) => tensor.data<'float32'>()))
  tf.dispose(entries.map(({ tensor }) => tensor))
  return Object.fromEntries([
    ['step', Float32Array.of(step)],
    ...entries.map(({ name }, i) => [name, new Float32Array(values[i]!)] as const),
  ])
}

/** Gives an optimizer what `readState` read. @throws Error naming what is missing or of another size. */
export function writeState(
  optimizer: Optimizer,
  trainable: readonly Trainable[],
  state: Readonly<Record<string, Float32Array>>,
): void {
  const [step] = state.step ?? []
  if (step === undefined || !Number.isInteger(step) || step < 0) {
    throw new Error('The state of the optimizer has no number of steps.')
  }
  const join = (buffer: string): tf.Tensor1D =>
    tf.concat1d(
      trainable.map(each => {
        const values = state[nameOf(buffer, each)]
        if (values?.length !== each.variable.size) {
          const given = values ? `has ${values.length} values` : 'is missing'
          throw new Error(
            `The state ${nameOf(buffer, each)} of the optimizer ${given}; ${each.variable.size} belong to ${each.weight.name}.`,
          )
        }
        return tf.reshape(toTfjs(each.weight, values), [-1]) as tf.Tensor1D
      }),
    )
  tf.tidy(() =>
    optimizer.setState({ step, buffers: new Map(optimizer.buffers.map(name => [name, join(name)])) }),
  )
}

const nameOf = (buffer: string, { weight }: Trainable): string => `${buffer}.${weight.name}`

/** One tensor in torch's layout for each variable, from the long one in tfjs's. */
function split(flat: tf.Tensor1D, trainable: readonly Trainable[]): tf.Tensor[] {
  const sizes = trainable.map(({ variable }) => variable.size)
  return tf
    .split(flat, sizes)
    .map((part, i) => tf.clone(toTorch(trainable[i]!.weight, tf.reshape(part, trainable[i]!.variable.shape))))
}
