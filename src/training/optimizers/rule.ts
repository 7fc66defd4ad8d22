import type * as tf from '@tensorflow/tfjs'

/** What one step changes, all parameters of the network behind one another. */
export interface RuleStep {
  readonly parameters: tf.Tensor1D
  /** What the optimizer remembers, in the order of `Rule.buffers`. */
  readonly buffers: readonly tf.Tensor1D[]
}

/** How an optimizer makes a step of gradients: formulas of tensors, which run in a `tf.tidy`. */
export interface Rule {
  /** The names that torch has for what it remembers of each parameter; they begin as zeros. */
  readonly buffers: readonly string[]
  /** `count` is the number of this step, from 1. */
  step(before: RuleStep, gradient: tf.Tensor1D, rate: number, count: number): RuleStep
}
