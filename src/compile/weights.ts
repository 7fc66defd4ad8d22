import { formatShape, type Shape, sameShape, sizeOf } from '../graph/shape.ts'
import type { PlanWeight } from './plan.ts'

/** One tensor of a weights file: its shape and its values in row-major order. */
export interface WeightTensor {
  readonly shape: Shape
  readonly values: Float32Array
}

/** Weights by their name in PyTorch's `state_dict`, in PyTorch's layout. */
export type Weights = Readonly<Record<string, WeightTensor>>

/** What a network takes: the names and shapes of all of its weights. A plan says them. */
export interface ExpectedWeights {
  readonly weights: readonly Pick<PlanWeight, 'name' | 'shape'>[]
}

/** Every reason why these are not weights of the plan, a sentence each; empty where they are. */
export function weightFaults(plan: ExpectedWeights, weights: Weights): readonly string[] {
  const expected = new Set(plan.weights.map(weight => weight.name))
  const extra = Object.keys(weights).filter(name => !expected.has(name))
  return [
    ...plan.weights.flatMap(({ name, shape }) => {
      const given = Object.hasOwn(weights, name) ? weights[name] : undefined
      const size = `${name} must be ${formatShape(shape)}`
      if (!given) return [`The weight ${name} (${formatShape(shape)}) is missing.`]
      if (!sameShape(given.shape, shape)) return [`The weight ${size}, not ${formatShape(given.shape)}.`]
      const count = given.values.length
      return count === sizeOf(shape) ? [] : [`The weight ${size}, and ${count} values are given.`]
    }),
    ...extra.map(name => `The weight ${name} belongs to no layer.`),
  ]
}
