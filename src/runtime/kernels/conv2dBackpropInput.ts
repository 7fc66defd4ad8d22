import * as tf from '@tensorflow/tfjs'
import { window4d } from './conv2dBackpropFilter.ts'

/**
 * The input gradient of a convolution, which is also the transposed convolution, as a forward convolution: many times
 * faster than the wasm backend's own loop. With stride s, row q·s + i of the result is the sum over t of dy[q − t] times
 * w[t·s + i]. So the s rows (and columns) that share a q are computed together, as channels, and then put side by side;
 * no zero is multiplied, as there would be if dy were spread out by the stride.
 */
export const conv2dBackpropInput: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropInput,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const { dy, filter } = inputs as unknown as { dy: tf.Tensor4D; filter: tf.Tensor4D }
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
      attrs as unknown as tf.Conv2DBackpropInputAttrs
    if (dataFormat !== 'NHWC')
      throw new Error(`Input gradient: images must be channels last, not ${dataFormat}.`)
    const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode)
    const { padInfo, inHeight, inWidth, strideHeight, strideWidth } = info
    return tf.tidy(() => {
      const taps = phases(filter, strideHeight, strideWidth)
      const [down, right] = [taps.shape[0] - 1, taps.shape[1] - 1]
      const [, height, width] = dy.shape
      const padded = window4d(dy, [down, right], [height + 2 * down, width + 2 * right])
      const blocks = tf.conv2d(padded, taps, 1, 'valid')
      const image = sideBySide(blocks, strideHeight, strideWidth)
      return window4d(image, [-padInfo.top, -padInfo.left], [inHeight, inWidth])
    })
  },
}

/**
 * The kernel [height, width, in, out], turned around and filled up with zeros to whole strides, as
 * [height / down, width / right, out, down · right · in].
 */
function phases(filter: tf.Tensor4D, down: number, right: number): tf.Tensor4D {
  if (down === 1 && right === 1) return tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2])
  const [height, width, inputs, outputs] = filter.shape
  const [rows, columns] = [Math.ceil(height / down), Math.ceil(width / right)]
  const filled = window4d(
    tf.reshape<tf.Rank.R4>(filter, [1, height, width, inputs * outputs]),
    [0, 0],
    [rows * down, columns * right],
  )
  const split = tf.reshape(filled, [rows, down, columns, right, inputs, outputs])
  const turned = tf.reverse(tf.transpose(split, [0, 2, 5, 1, 3, 4]), [0, 1])
  return tf.reshape(turned, [rows, columns, outputs, down * right * inputs])
}

/** Images whose channels are blocks of down × right pixels, with these pixels side by side. */
function sideBySide(blocks: tf.Tensor4D, down: number, right: number): tf.Tensor4D {
  if (down === 1 && right === 1) return blocks
  const [batch, rows, columns, channels] = blocks.shape
  const lines = tf.reshape(blocks, [batch * rows, columns, down, channels / down])
  const sides = [batch, rows * down, columns * right, channels / (down * right)] as const
  return tf.reshape<tf.Rank.R4>(tf.transpose(lines, [0, 2, 1, 3]), [...sides])
}
