import * as tf from '@tensorflow/tfjs'
import type { Dataset } from '../stepper.ts'
import { movedPixels, noiseSeed } from './treatment.ts'

/** The treatment of a dataset's images as operations on the device; results belong to the surrounding `tf.tidy`. */
export interface AppliedTreatment {
  /**
   * A training batch of pixels from 0 to 1, moved and mirrored as the step says (`image`, which a loss compares with), and
   * the same with noise and in the network's range (`input`).
   */
  augment(batch: tf.Tensor4D, step: number): { readonly image: tf.Tensor4D; readonly input: tf.Tensor4D }
  /** Pixels from 0 to 1 in the range that the network sees. */
  toNetwork(image: tf.Tensor4D): tf.Tensor4D
  /** What the network gives back, as pixels: the inverse of `toNetwork`, over channels last. */
  toPixels(tensor: tf.Tensor): tf.Tensor
}

/** Nothing but the identity where the dataset has no treatment. */
export function applyTreatment({ treatment = {}, shape }: Dataset): AppliedTreatment {
  const { scale, augmentation } = treatment
  const [channels] = shape
  const toNetwork = (image: tf.Tensor4D): tf.Tensor4D =>
    scale ? tf.div(tf.sub(image, scale.mean), scale.deviation) : image
  return {
    toNetwork,
    toPixels: tensor =>
      scale && tensor.shape.at(-1) === channels
        ? tf.add(tf.mul(tensor, scale.deviation), scale.mean)
        : tensor,
    augment(batch, step) {
      if (!augmentation) return { image: batch, input: toNetwork(batch) }
      const isMoved = augmentation.shift > 0 || augmentation.flip
      const [count, height, width] = batch.shape
      const image = isMoved ? moved(batch, movedPixels(augmentation, step, count, height, width)) : batch
      const { noise } = augmentation
      const seen =
        noise > 0
          ? tf.add<tf.Tensor4D>(
              image,
              tf.randomNormal(image.shape, 0, noise, 'float32', noiseSeed(augmentation, step)),
            )
          : image
      return { image, input: toNetwork(seen) }
    },
  }
}

function moved(batch: tf.Tensor4D, pixels: Int32Array): tf.Tensor4D {
  const [count, height, width, channels] = batch.shape
  const rows = tf.reshape(batch, [count * height * width, channels])
  const withBlack = tf.concat([rows, tf.zeros([1, channels])])
  return tf.reshape(tf.gather(withBlack, tf.tensor1d(pixels, 'int32')), [count, height, width, channels])
}
