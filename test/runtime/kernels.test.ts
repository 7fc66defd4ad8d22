import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../src/runtime/backends.ts'

/** A convolution whose gradients the wasm kernels must give as the cpu backend does. */
interface Case {
  readonly image: [number, number, number, number]
  readonly filter: [number, number, number, number]
  readonly strides: [number, number]
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding
  readonly rounding?: 'floor'
}

const cases: readonly Case[] = [
  { image: [2, 7, 6, 2], filter: [3, 3, 2, 3], strides: [1, 1], pad: 'valid' },
  { image: [2, 7, 6, 2], filter: [3, 2, 2, 3], strides: [1, 1], pad: 'same' },
  { image: [1, 8, 9, 1], filter: [3, 3, 1, 2], strides: [2, 2], pad: 'same' },
  { image: [2, 9, 8, 2], filter: [2, 3, 2, 2], strides: [2, 3], pad: 'valid' },
  { image: [2, 8, 9, 3], filter: [1, 1, 3, 2], strides: [3, 2], pad: 'valid' },
  { image: [2, 7, 7, 2], filter: [4, 3, 2, 2], strides: [2, 2], pad: 'same' },
  { image: [2, 7, 8, 2], filter: [3, 3, 2, 3], strides: [1, 1], pad: 2 },
  { image: [2, 8, 8, 2], filter: [3, 3, 2, 3], strides: [2, 2], pad: 1, rounding: 'floor' },
  {
    image: [2, 6, 7, 2],
    filter: [3, 2, 2, 2],
    strides: [1, 2],
    pad: [
      [0, 0],
      [0, 2],
      [1, 0],
      [0, 0],
    ],
    rounding: 'floor',
  },
  { image: [1, 2, 2, 1], filter: [2, 2, 1, 4], strides: [1, 1], pad: 1 },
  { image: [3, 4, 4, 8], filter: [4, 4, 8, 1], strides: [1, 1], pad: 'valid' },
]

const values = (shape: number[], step: number) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * step)),
    shape,
  )

async function gradients({ image, filter, strides, pad, rounding }: Case) {
  const [x, w] = [values(image, 0.7), values(filter, 1.3)] as [tf.Tensor4D, tf.Tensor4D]
  const convolve = (x: tf.Tensor, w: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, 'NHWC', 1, rounding)
  const y = convolve(x, w)
  const [dx, dw] = tf.grads(convolve)([x, w], values(y.shape, 0.3) as tf.Tensor4D)
  return [await y.array(), await dx!.array(), await dw!.array()].map(list => (list as number[]).flat(9))
}

beforeAll(async () => {
  await startBackend('wasm')
})
afterAll(async () => {
  await tf.setBackend('cpu')
})

describe('the wasm kernels', () => {
  for (const sample of cases) {
    const { image, filter, strides, pad } = sample
    test(`give the gradients of ${image} * ${filter}, stride ${strides}, pad ${JSON.stringify(pad)}`, async () => {
      await tf.setBackend('cpu')
      const expected = await gradients(sample)
      await tf.setBackend('wasm')
      const found = await gradients(sample)
      for (const [i, list] of found.entries()) {
        expect(list.length).toBe(expected[i]!.length)
        const largest = Math.max(1, ...expected[i]!.map(Math.abs))
        expect(Math.max(...list.map((value, j) => Math.abs(value - expected[i]![j]!)))).toBeLessThan(
          1e-6 * largest,
        )
      }
    })
  }

  test('sum rows by segment, which gather trains with', async () => {
    await tf.setBackend('wasm')
    const x = values([4, 2, 3], 0.7)
    const rows = tf.tensor1d([1, 3, 1, 1, 0], 'int32')
    const gradient = tf.grad(x => tf.gather(x, rows))(x, tf.ones([5, 2, 3]))
    expect((await gradient.mean([1, 2]).array()) as number[]).toEqual([1, 3, 0, 1])
  })

  test('leave no tensor behind', async () => {
    await tf.setBackend('wasm')
    const before = tf.memory().numTensors
    tf.tidy(() => {
      const [x, w] = [values([2, 8, 8, 2], 1), values([3, 3, 2, 2], 1)] as [tf.Tensor4D, tf.Tensor4D]
      tf.grads((x: tf.Tensor, w: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'))([
        x,
        w,
      ])
    })
    expect(tf.memory().numTensors).toBe(before)
  })
})
