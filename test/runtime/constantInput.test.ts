/** Normalization of images whose pixels are all equal: nothing is left of them, however their mean is rounded. */
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../src/runtime/backends.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { around, planOf } from '../builders.ts'
import { evaluate, relativeError, wave } from './evaluate.ts'

const shape = [6, 13, 11]
const batch = 2
const layers = [
  { type: 'BatchNorm2d', params: {}, channelsTogether: 1, isByImage: false },
  { type: 'InstanceNorm2d', params: {}, channelsTogether: 1, isByImage: true },
  { type: 'GroupNorm', params: { numGroups: 2 }, channelsTogether: 3, isByImage: true },
  { type: 'GroupNorm', params: { numGroups: 1, affine: false }, channelsTogether: 6, isByImage: true },
  { type: 'LayerNorm', params: { normalizedShape: shape }, channelsTogether: 6, isByImage: true },
  {
    type: 'LayerNorm',
    params: { normalizedShape: shape, elementwiseAffine: false },
    channelsTogether: 6,
    isByImage: true,
  },
] as const
const values = [0.1, 3.7, -1000.1]

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`on ${backend}`, () => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend)
    })
    afterAll(async () => {
      await tf.setBackend('cpu')
    })

    test.each(
      layers.flatMap(layer =>
        values.map(value => [layer.type, JSON.stringify(layer.params), value, layer] as const),
      ),
    )('%s %s leaves nothing of %d, and passes gradients on as torch does', async (type, _, value, layer) => {
      const plan = planOf(around(type, layer.params, [shape]))
      const size = shape.reduce((product, side) => product * side, batch)
      const dy = wave([size])
      const x = new Float32Array(size).fill(value)
      const found = await evaluate(plan, initialWeights(plan, 0), batch, [x], [dy])
      expect(Math.max(...found.outputs[0]!.map(Math.abs))).toBeLessThan(1e-6)

      // Without a variance, what is left of the upstream gradient is divided by √eps.
      const pixels = shape[1]! * shape[2]!
      const groupOf = (i: number) => {
        const channel = Math.floor(i / pixels / layer.channelsTogether)
        return layer.isByImage ? channel : channel % (shape[0]! / layer.channelsTogether)
      }
      const sums = new Map<number, { sum: number; count: number }>()
      dy.forEach((each, i) => {
        const { sum, count } = sums.get(groupOf(i)) ?? { sum: 0, count: 0 }
        sums.set(groupOf(i), { sum: sum + each, count: count + 1 })
      })
      const expected = dy.map((each, i) => {
        const { sum, count } = sums.get(groupOf(i))!
        return (each - sum / count) / Math.sqrt(1e-5)
      })
      expect(relativeError(found.inputGradients[0]!, expected)).toBeLessThan(1e-5)
    })
  })
}
