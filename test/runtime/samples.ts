import { definitions } from '../../nodes/index.ts'
import type { Plan } from '../../src/compile/plan.ts'
import type { Shape } from '../../src/graph/shape.ts'
import { around, chain, input, planOf } from '../builders.ts'
import { wave } from './evaluate.ts'

export interface Sample {
  /** The layer type that it is an example of. */
  readonly type: string
  readonly title: string
  readonly plan: Plan
  /** What must come out, channels first and without the batch. */
  readonly outputs: readonly Shape[]
}

/** Every example of every node that has a size, as the smallest document around it; losses are no part of a model. */
export const samples: readonly Sample[] = definitions
  .filter(({ inputs, category }) => inputs.length > 0 && category !== 'loss')
  .flatMap(({ type, examples }) =>
    examples.flatMap(example =>
      'problem' in example
        ? []
        : [
            {
              type,
              title: `${type} ${JSON.stringify(example.params ?? {})} on ${example.inputs.map(x => x.join('×')).join(', ')}`,
              outputs: example.outputs,
              plan: planOf(around(type, example.params, example.inputs)),
            },
          ],
    ),
  )

/** Tensors of more axes than an image has, which some kernels of the GPU backends are not written for. */
export const deepSamples: readonly Sample[] = [
  [2, 3, 2, 2],
  [2, 2, 3, 2, 2],
].map(sides => ({
  type: 'Unflatten',
  title: `layers on ${sides.join('×')}`,
  outputs: [[...sides.slice(0, -1), 3]],
  plan: planOf(
    chain(
      input(sides.reduce((a, b) => a * b)),
      ['Unflatten', { unflattenedSize: sides }],
      ['ReLU'],
      ['Linear', { outFeatures: 3 }],
      ['Sigmoid'],
    ),
  ),
}))

/** The batch of every evaluation of a sample. */
export const sampleBatch = 2

/** Values for each input of a plan, away from 0, where activations have their kinks; channels first. */
export const inputsOf = (plan: Plan): Float32Array[] =>
  plan.inputs.map(({ shape }, i) =>
    wave([sampleBatch, ...shape], 0.7 + i / 9).map(value => value + 0.02 * Math.sign(value)),
  )

/** Factors for each output of a plan, channels first; the sum of the products is what is differentiated. */
export const upstreamOf = (plan: Plan): Float32Array[] =>
  plan.outputs.map(({ shape }) => wave([sampleBatch, ...shape], 1.1))
