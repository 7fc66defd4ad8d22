/** Which pixels nearest upsampling shows, against what PyTorch 1.13.1 showed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, test } from 'vitest'
import { buildModel } from '../../src/runtime/model.ts'
import { around, planOf } from '../builders.ts'

interface Sources {
  readonly mode: 'nearest' | 'nearest-exact'
  readonly channels: number
  /** The width that goes in; its pixels hold 0, 1, 2, … */
  readonly side: number
  readonly given: readonly ['scale' | 'size', number]
  /** How often each of them is shown, from left to right. */
  readonly repeats: readonly number[]
}

const cases: readonly Sources[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/numerics/nearestSources.json'), 'utf8'),
)

describe('nearest upsampling rounds in single precision, as torch does', () => {
  test.each([41, 47, 49, 55, 61, 98, 123, 2.3, 1.3, 0.6, 1.7])('by or to %s', factor => {
    const chosen = cases.filter(({ given }) => given[1] === factor)
    expect(chosen.length).toBeGreaterThan(0)
    for (const { mode, channels, side, given, repeats } of chosen) {
      const params = given[0] === 'scale' ? { scaleFactor: [1, factor], mode } : { size: [1, factor], mode }
      const model = buildModel(planOf(around('Upsample', params, [[channels, 1, side]])))
      const shown = tf.tidy(() => {
        const row = tf.tile(tf.reshape(tf.range(0, side), [1, 1, side, 1]), [1, 1, 1, channels])
        return tf.max(model.predict(row) as tf.Tensor, 3).dataSync()
      })
      model.dispose()
      expect([...shown], `${mode}, ${channels}×${side} pixels, ${given}`).toEqual(
        repeats.flatMap((times, pixel) => new Array<number>(times).fill(pixel)),
      )
    }
  })
})
