import * as tf from '@tensorflow/tfjs'

/**
 * Computes the loss and the gradients of a small convolutional autoencoder on the running backend and compares them with
 * what plain loops in double precision give. Undefined where they agree; else what is wrong, in a few words.
 */
export async function checkBackend(): Promise<string | undefined> {
  const found = await smallNetwork()
  const wrong = Object.entries(expected).find(([name, value]) => {
    const given = found[name]
    return given === undefined || !(Math.abs(given - value) <= tolerance * Math.abs(value))
  })
  if (!wrong) return undefined
  const [name, value] = wrong
  return `it computes wrongly: ${name} is ${found[name]} instead of ${value}`
}

/** Single precision leaves about 1e-6; half precision, 1e-3, would train but is not what people see elsewhere. */
const tolerance = 1e-4

const expected: Readonly<Record<string, number>> = {
  'the loss': 0.30439367097303,
  'the gradient of a convolution': 0.5720172569,
  'the gradient of a bias': 0.1397423685823,
  'the gradient of a transposed convolution': -1.91719945394,
}

async function smallNetwork(): Promise<Record<string, number>> {
  const pattern = (shape: number[], scale: number) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return tf.tensor(
      Float32Array.from({ length: size }, (_, i) => (((i * 7 + 3) % 11) - 5) * scale),
      shape,
    )
  }
  const result = tf.tidy(() => {
    const image = tf.tensor4d(
      Float32Array.from({ length: 2 * 6 * 6 }, (_, i) => ((i * 5) % 13) / 13),
      [2, 6, 6, 1],
    )
    const down = pattern([3, 3, 1, 4], 0.05) as tf.Tensor4D
    const bias = pattern([4], 0.02)
    const up = pattern([4, 4, 1, 4], 0.05) as tf.Tensor4D
    const loss = (k: tf.Tensor, b: tf.Tensor, t: tf.Tensor) => {
      const code = tf.relu(tf.add(tf.conv2d(image, k as tf.Tensor4D, 2, 'valid'), b)) as tf.Tensor4D
      const restored = tf.conv2dTranspose(code, t as tf.Tensor4D, [2, 6, 6, 1], 2, 'valid')
      return tf.mean(tf.squaredDifference(restored, image)) as tf.Scalar
    }
    const { value, grads } = tf.valueAndGrads(loss)([down, bias, up])
    // Weighted sums, so that a wrong order of the values shows as well.
    const fingerprint = (tensor: tf.Tensor) =>
      tf.sum(tf.mul(tensor, tf.reshape(ramp(tensor.size), tensor.shape)))
    return tf.stack([value, ...grads.map(fingerprint)])
  })
  const values = await result.data<'float32'>()
  result.dispose()
  return Object.fromEntries(Object.keys(expected).map((name, i) => [name, values[i]!]))
}

const ramp = (size: number): tf.Tensor1D =>
  tf.tensor1d(Float32Array.from({ length: size }, (_, i) => 1 + (i % 5)))
