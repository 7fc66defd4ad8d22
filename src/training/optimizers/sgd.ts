import * as tf from '@tensorflow/tfjs'
import type { OptimizerSettings } from '../../graph/optimizerSettings.ts'
import { decayed } from './decayed.ts'
import type { Rule } from './rule.ts'

type SgdSettings = Pick<OptimizerSettings, 'momentum' | 'dampening' | 'nesterov' | 'weightDecay'>

/**
 * Stochastic gradient descent as torch computes it (torch/optim/sgd.py, `_single_tensor_sgd`): the first step has the
 * gradient itself as momentum, without dampening.
 */
export function sgdRule({ momentum, dampening, nesterov, weightDecay }: SgdSettings): Rule {
  return {
    buffers: momentum === 0 ? [] : ['momentum_buffer'],
    step({ parameters, buffers: [velocity] }, raw, rate, count) {
      const gradient = decayed(raw, parameters, weightDecay)
      if (!velocity) return { parameters: tf.sub(parameters, tf.mul(gradient, rate)), buffers: [] }
      const next =
        count === 1
          ? tf.clone(gradient)
          : tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), tf.mul(gradient, 1 - dampening))
      const direction = nesterov ? tf.add(gradient, tf.mul(next, momentum)) : next
      return { parameters: tf.sub(parameters, tf.mul(direction, rate)), buffers: [next] }
    },
  }
}
