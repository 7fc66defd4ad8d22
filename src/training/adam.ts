import * as tf from '@tensorflow/tfjs'

/** Adam's two running means, one value per parameter, and the number of steps taken. */
export interface AdamState {
  readonly step: number
  readonly mean: tf.Tensor1D
  readonly square: tf.Tensor1D
}

/** Adam over some variables. It keeps its tensors, also when called within `tf.tidy`, until it is disposed. */
export interface Adam {
  /** Takes one step down these gradients, which are in the order of the variables. */
  apply(gradients: readonly tf.Tensor[]): void
  state(): AdamState
  /** Takes copies of the tensors. */
  setState(state: AdamState): void
  /** Reads the variables again, after something else has set them. */
  refresh(): void
  dispose(): void
}

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8]

/**
 * Adam as torch computes it (torch/optim/adam.py, `_single_tensor_adam`). `tf.train.adam` takes about 14 kernels for every
 * variable; here all parameters lie behind one another in one tensor, so that a step takes as many for the whole model,
 * which is what a GPU waits for when the model is small.
 */
export function createAdam(variables: readonly tf.Variable[], learningRate: number): Adam {
  const sizes = variables.map(variable => variable.size)
  const offsets = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0))
  const total = sizes.reduce((sum, size) => sum + size, 0)

  const flat = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
    tf.concat1d(tensors.map(tensor => tf.reshape(tensor, [-1]) as tf.Tensor1D))
  const read = () => tf.tidy(() => tf.keep(tf.clone(flat(variables))))

  let step = 0
  let parameters = read()
  let mean = tf.keep(tf.zeros<tf.Rank.R1>([total]))
  let square = tf.keep(tf.zeros<tf.Rank.R1>([total]))

  return {
    apply(gradients) {
      step++
      const rate = learningRate / (1 - beta1 ** step)
      const correction = 1 / Math.sqrt(1 - beta2 ** step)
      const [nextMean, nextSquare, nextParameters] = tf.tidy(() => {
        const gradient = flat(gradients)
        const m = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1))
        const v = tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2))
        const divisor = tf.add(tf.mul(tf.sqrt(v), correction), epsilon)
        const p = tf.sub(parameters, tf.mul(tf.div(m, divisor), rate))
        variables.forEach((variable, i) => {
          variable.assign(tf.reshape(tf.slice(p, [offsets[i]!], [sizes[i]!]), variable.shape))
        })
        return [tf.keep(m), tf.keep(v), tf.keep(p)] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]
      })
      tf.dispose([mean, square, parameters])
      mean = nextMean
      square = nextSquare
      parameters = nextParameters
    },
    state: () => ({ step, mean, square }),
    setState(state) {
      step = state.step
      tf.dispose([mean, square])
      mean = tf.keep(tf.clone(state.mean))
      square = tf.keep(tf.clone(state.square))
    },
    refresh() {
      parameters.dispose()
      parameters = read()
    },
    dispose: () => tf.dispose([parameters, mean, square]),
  }
}
