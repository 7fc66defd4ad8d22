import * as tf from '@tensorflow/tfjs'

/** The gradient with weight decay, as torch adds it in Adam, SGD and RMSprop: `grad.add(param, alpha=weight_decay)`. */
export const decayed = (gradient: tf.Tensor1D, parameters: tf.Tensor1D, weightDecay: number): tf.Tensor1D =>
  weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameters, weightDecay))
