/** Upsample along a side that keeps its length though the factor is not 1, against what PyTorch 1.13.1 gave. */
import { describe, expect, test } from 'vitest'
import { predict } from '../../src/runtime/predict.ts'
import { around, planOf } from '../builders.ts'

/** What becomes of 0, 1, 2 along the first axis behind the channels, with factor 1.3: three values again. */
async function shown(mode: string, shape: readonly number[]): Promise<number[]> {
  const [channels, side] = shape as [number, number]
  const each = shape.slice(2).reduce((product, length) => product * length, 1)
  const values = Float32Array.from({ length: channels * side * each }, (_, i) => Math.floor(i / each) % side)
  const plan = planOf(around('Upsample', { scaleFactor: 1.3, mode }, [shape]))
  const [output] = await predict(plan, {}, [{ shape: [1, ...shape], values }])
  const sides = output!.shape.slice(3)
  const step = sides.reduce((product, length) => product * length, 1)
  return Array.from({ length: output!.shape[2]! }, (_, i) => output!.values[i * step]!)
}

describe('a side that keeps its length', () => {
  test.each([
    ['linear', [2, 3]],
    ['bilinear', [2, 3, 5]],
    ['trilinear', [2, 3, 5, 4]],
    ['nearest', [1, 3, 5]],
    ['nearest', [1, 3, 3, 3]],
  ])('is copied by %s on %j', async (mode, shape) => {
    expect(await shown(mode, shape)).toEqual([0, 1, 2])
  })

  test.each([
    ['nearest', [2, 3, 5], [0, 0, 1]],
    ['nearest', [2, 3, 3, 3], [0, 0, 1]],
  ])('is sampled with the factor by %s on %j', async (mode, shape, wanted) => {
    expect(await shown(mode, shape)).toEqual(wanted)
  })
})
