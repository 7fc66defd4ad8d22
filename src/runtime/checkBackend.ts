import * as tf from '@tensorflow/tfjs'

/**
 * Computes the loss and the gradients of a small convolutional autoencoder on the running backend and compares them with
 * what plain loops in double precision give. Undefined where they agree; else what is wrong, in a few words.
 */
export async function checkBackend(): Promise<string | undefined> {
  for (const { batch, values } of expected) {
    const found = await smallNetwork(batch)
    for (const [i, name] of names.entries()) {
      const [given, right] = [found[i]!, values[i]!]
      if (Math.abs(given - right) <= tolerance * Math.abs(right)) continue
      return `it computes wrongly: ${name} is ${given} instead of ${right}`
    }
  }
  return undefined
}

/** Single precision leaves about 1e-6; half precision, 1e-3, would train but is not what people see elsewhere. */
const tolerance = 1e-4

const names = [
  'the loss',
  'the gradient of a convolution',
  'the gradient of a bias',
  'the gradient of a transposed convolution',
]

/** WebGPU convolves few images and many with different shaders, so both are looked at. */
const expected = [
  { batch: 2, values: [0.30439367097, 0.5720172569, 0.13974236858, -1.91719945394] },
  { batch: 128, values: [0.30097551292, 0.26771377963, 0.09192533817, -2.00435054711] },
]

/** The loss, and of each gradient the sum weighted by position, so that a wrong order shows as well. */
async function smallNetwork(batch: number): Promise<Float32Array> {
  const pattern = (shape: number[], scale: number) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return tf.tensor(
      Float32Array.from({ length: size }, (_, i) => (((i * 7 + 3) % 11) - 5) * scale),
      shape,
    )
  }
  const result = tf.tidy(() => {
    const image = tf.tensor4d(
      Float32Array.from({ length: batch * 6 * 6 }, (_, i) => ((i * 5) % 13) / 13),
      [batch, 6, 6, 1],
    )
    const down = pattern([3, 3, 1, 4], 0.05) as tf.Tensor4D
    const bias = pattern([4], 0.02)
    const up = pattern([4, 4, 1, 4], 0.05) as tf.Tensor4D
    const loss = (k: tf.Tensor, b: tf.Tensor, t: tf.Tensor) => {
      const code = tf.relu(tf.add(tf.conv2d(image, k as tf.Tensor4D, 2, 'valid'), b)) as tf.Tensor4D
      const restored = tf.conv2dTranspose(code, t as tf.Tensor4D, [batch, 6, 6, 1], 2, 'valid')
      return tf.mean(tf.squaredDifference(restored, image)) as tf.Scalar
    }
    const { value, grads } = tf.valueAndGrads(loss)([down, bias, up])
    const fingerprint = (tensor: tf.Tensor) =>
      tf.sum(tf.mul(tensor, tf.reshape(ramp(tensor.size), tensor.shape)))
    return tf.stack([value, ...grads.map(fingerprint)])
  })
  const values = await result.data<'float32'>()
  result.dispose()
  return values
}

const ramp = (size: number): tf.Tensor1D =>
  tf.tensor1d(Float32Array.from({ length: size }, (_, i) => 1 + (i % 5)))
