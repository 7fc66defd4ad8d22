import type { Shape } from '../graph/shape.ts'

/** One tensor of a weights file: its shape and its values in row-major order. */
export interface WeightTensor {
  readonly shape: Shape
  readonly values: Float32Array
}

/** Weights by their name in PyTorch's `state_dict`, in PyTorch's layout. */
export type Weights = Readonly<Record<string, WeightTensor>>
