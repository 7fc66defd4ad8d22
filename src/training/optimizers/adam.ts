import * as tf from '@tensorflow/tfjs'
import type { OptimizerSettings } from '../../graph/optimizerSettings.ts'
import { decayed } from './decayed.ts'
import type { Rule } from './rule.ts'

type AdamSettings = Pick<OptimizerSettings, 'betas' | 'eps' | 'weightDecay' | 'amsgrad'>

/**
 * Adam as torch computes it (torch/optim/adam.py, `_single_tensor_adam`). Decoupled, weight decay shrinks the weights
 * before the step instead of adding to the gradient: that is AdamW (torch/optim/adamw.py).
 */
export function adamRule(settings: AdamSettings, isDecoupled: boolean): Rule {
  const { eps, weightDecay, amsgrad } = settings
  const [beta1, beta2] = settings.betas as readonly [number, number]
  return {
    buffers: ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
    step({ parameters, buffers: [mean, square, largest] }, raw, rate, count) {
      const gradient = isDecoupled ? raw : decayed(raw, parameters, weightDecay)
      const start =
        isDecoupled && weightDecay > 0 ? tf.mul<tf.Tensor1D>(parameters, 1 - rate * weightDecay) : parameters
      const length = rate / (1 - beta1 ** count)
      const correction = 1 / Math.sqrt(1 - beta2 ** count)
      const m = tf.add<tf.Tensor1D>(tf.mul(mean!, beta1), tf.mul(gradient, 1 - beta1))
      const v = tf.add<tf.Tensor1D>(tf.mul(square!, beta2), tf.mul(tf.square(gradient), 1 - beta2))
      const top = amsgrad ? tf.maximum<tf.Tensor1D>(largest!, v) : v
      const divisor = tf.add(tf.mul(tf.sqrt(top), correction), eps)
      return {
        parameters: tf.sub(start, tf.mul(tf.div(m, divisor), length)),
        buffers: amsgrad ? [m, v, top] : [m, v],
      }
    },
  }
}
