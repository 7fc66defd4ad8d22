import * as tf from '@tensorflow/tfjs'
import type { OptimizerSettings } from '../../graph/optimizerSettings.ts'
import { decayed } from './decayed.ts'
import type { Rule } from './rule.ts'

type RmspropSettings = Pick<OptimizerSettings, 'alpha' | 'eps' | 'momentum' | 'centered' | 'weightDecay'>

/**
 * RMSprop as torch computes it (torch/optim/rmsprop.py, `_single_tensor_rmsprop`). Where rounding makes the centred
 * variance negative, torch gives no number; here it is 0.
 */
export function rmspropRule({ alpha, eps, momentum, centered, weightDecay }: RmspropSettings): Rule {
  const buffers = [
    'square_avg',
    ...(centered ? ['grad_avg'] : []),
    ...(momentum > 0 ? ['momentum_buffer'] : []),
  ]
  const mixed = (mean: tf.Tensor1D, value: tf.Tensor) =>
    tf.add<tf.Tensor1D>(tf.mul(mean, alpha), tf.mul(value, 1 - alpha))
  return {
    buffers,
    step({ parameters, buffers: before }, raw, rate) {
      const of = (name: string) => before[buffers.indexOf(name)]!
      const gradient = decayed(raw, parameters, weightDecay)
      const square = mixed(of('square_avg'), tf.square(gradient))
      const mean = centered ? [mixed(of('grad_avg'), gradient)] : []
      const variance = mean[0] ? tf.relu(tf.sub(square, tf.square(mean[0]))) : square
      const scaled = tf.div<tf.Tensor1D>(gradient, tf.add(tf.sqrt(variance), eps))
      const velocity =
        momentum > 0 ? [tf.add<tf.Tensor1D>(tf.mul(of('momentum_buffer'), momentum), scaled)] : []
      return {
        parameters: tf.sub(parameters, tf.mul(velocity[0] ?? scaled, rate)),
        buffers: [square, ...mean, ...velocity],
      }
    },
  }
}
