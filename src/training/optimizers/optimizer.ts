import * as tf from '@tensorflow/tfjs'
import type { TrainingSettings } from '../../graph/document.ts'
import { type FullTraining, fullTraining } from '../../graph/training.ts'
import { adamRule } from './adam.ts'
import { rmspropRule } from './rmsprop.ts'
import type { Rule, RuleStep } from './rule.ts'
import { sgdRule } from './sgd.ts'

/** What an optimizer remembers: the number of steps taken, and by torch's name one value per parameter. */
export interface OptimizerState {
  readonly step: number
  readonly buffers: ReadonlyMap<string, tf.Tensor1D>
}

/** An optimizer over some variables. It keeps its tensors, also when called within `tf.tidy`, until it is disposed. */
export interface Optimizer {
  /** The names that torch has for what it remembers. */
  readonly buffers: readonly string[]
  /** Takes one step down these gradients, which are in the order of the variables. */
  apply(gradients: readonly tf.Tensor[], rate: number): void
  state(): OptimizerState
  /** Takes copies of the tensors. */
  setState(state: OptimizerState): void
  /** Reads the variables again, after something else has set them. */
  refresh(): void
  dispose(): void
}

/** What of the settings concerns the optimizer. */
export type OptimizerChoice = Pick<TrainingSettings, 'optimizer'> & Partial<TrainingSettings>

/**
 * The optimizer of these settings. The optimizers of tfjs take about 14 kernels for every variable; here all parameters
 * lie behind one another in one tensor, so that a step takes as many for the whole model, which is what a GPU waits for
 * when the model is small.
 */
export function createOptimizer(variables: readonly tf.Variable[], settings: OptimizerChoice): Optimizer {
  const full = fullTraining(settings as TrainingSettings)
  const rule = ruleOf(full)
  const { clipGradNorm } = full
  const sizes = variables.map(variable => variable.size)
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0))
  const total = sizes.reduce((sum, size) => sum + size, 0)

  const flat = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
    tf.concat1d(tensors.map(tensor => tf.reshape(tensor, [-1]) as tf.Tensor1D))
  const read = () => tf.tidy(() => tf.keep(tf.clone(flat(variables))))

  let count = 0
  let now: RuleStep = {
    parameters: read(),
    buffers: rule.buffers.map(() => tf.keep(tf.zeros<tf.Rank.R1>([total]))),
  }

  return {
    buffers: rule.buffers,
    apply(gradients, rate) {
      count++
      const next = tf.tidy(() => {
        const raw = flat(gradients)
        const gradient = clipGradNorm === null ? raw : clipped(raw, clipGradNorm)
        const { parameters, buffers } = rule.step(now, gradient, rate, count)
        variables.forEach((variable, i) => {
          variable.assign(tf.reshape(tf.slice(parameters, [offsets[i]!], [sizes[i]!]), variable.shape))
        })
        return { parameters: tf.keep(parameters), buffers: buffers.map(buffer => tf.keep(buffer)) }
      })
      tf.dispose([now.parameters, ...now.buffers])
      now = next
    },
    state: () => ({ step: count, buffers: new Map(rule.buffers.map((name, i) => [name, now.buffers[i]!])) }),
    setState(state) {
      const buffers = rule.buffers.map(name => tf.keep(tf.clone(state.buffers.get(name)!)))
      tf.dispose([...now.buffers])
      count = state.step
      now = { ...now, buffers }
    },
    refresh() {
      now.parameters.dispose()
      now = { ...now, parameters: read() }
    },
    dispose: () => tf.dispose([now.parameters, ...now.buffers]),
  }
}

function ruleOf(settings: FullTraining): Rule {
  switch (settings.optimizer) {
    case 'Adam':
      return adamRule(settings, false)
    case 'AdamW':
      return adamRule(settings, true)
    case 'SGD':
      return sgdRule(settings)
    case 'RMSprop':
      return rmspropRule(settings)
  }
}

/** All gradients shortened to this norm where they are longer (torch/nn/utils/clip_grad.py, `clip_grad_norm_`). */
const clipped = (gradient: tf.Tensor1D, most: number): tf.Tensor1D => {
  const norm = tf.sqrt(tf.sum(tf.square(gradient)))
  return tf.mul(gradient, tf.minimum(tf.div(most, tf.add(norm, 1e-6)), 1))
}
