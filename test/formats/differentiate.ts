import * as tf from '@tensorflow/tfjs'

/**
 * In training, the gradients of the sum of a model's outputs times `upstream`: by each input, then by each trainable
 * weight. Needs nothing but tfjs, so that it judges a printed module where it runs.
 */
export async function differentiate(
  model: tf.LayersModel,
  inputs: readonly tf.Tensor[],
  upstream: readonly ArrayLike<number>[],
): Promise<Float32Array[]> {
  const xs = inputs.map(input => tf.variable(input))
  const variables = [...xs, ...model.trainableWeights.map(weight => weight.read() as tf.Variable)]
  const { value, grads } = tf.variableGrads(() => {
    const ys = [model.apply(xs.length === 1 ? xs[0]! : xs, { training: true }) as tf.Tensor | tf.Tensor[]]
    return tf.addN(
      ys.flat().map((y, i) => tf.sum(tf.mul(y, tf.tensor(Float32Array.from(upstream[i]!), y.shape)))),
    ) as tf.Scalar
  }, variables)
  const gradients = variables.map(variable => grads[variable.name] ?? tf.zerosLike(variable))
  const values = await Promise.all(gradients.map(gradient => gradient.data<'float32'>()))
  tf.dispose([value, gradients, xs])
  return values
}
