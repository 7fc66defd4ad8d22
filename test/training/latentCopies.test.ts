import { describe, expect, test } from 'vitest'
import { copyVerdict } from '../../src/training/latent/copies.ts'
import { classMarks, planeRange } from '../../src/training/latent/planeView.ts'

describe('whether a sample is a copy', () => {
  test('is weighed by how far reconstructions are from their originals', () => {
    const kindOf = (toImage: number, toReconstruction: number | undefined, usual: number | undefined) =>
      copyVerdict({ toImage, toReconstruction, usual }).kind
    expect(kindOf(0.0001, 0.02, 0.02)).toBe('copy')
    expect(kindOf(0.018, 0.0005, 0.02)).toBe('reconstruction')
    expect(kindOf(0.018, 0.01, 0.02)).toBe('near')
    expect(kindOf(0.05, 0.04, 0.02)).toBe('far')
    expect(kindOf(0.00001, undefined, undefined)).toBe('copy')
    expect(kindOf(0.02, undefined, undefined)).toBe('near')
  })

  test('is said with the number it rests on', () => {
    expect(copyVerdict({ toImage: 0.0178, toReconstruction: 0.01, usual: 0.0182 }).sentence).toBe(
      'Not a copy: reconstructions are as far from their originals (0.0182).',
    )
  })
})

describe('points on a plane', () => {
  test('show all but the outermost, with a margin', () => {
    const points = Float32Array.from({ length: 2000 }, (_, i) =>
      i % 2 === 0 ? i / 2 : i === 1 ? 1e6 : (i - 1) / 2,
    )
    const [left, right, low, high] = planeRange(points)
    expect(left).toBeLessThan(4)
    expect(right).toBeGreaterThan(995)
    expect(low).toBeLessThan(5)
    expect(high).toBeLessThan(1100)
  })

  test('have a range where they are equal, none, or no numbers', () => {
    expect(planeRange(Float32Array.of(2, 5, 2, 5))).toEqual([1, 3, 4, 6])
    expect(planeRange(new Float32Array(0))).toEqual([-1, 1, -1, 1])
    expect(planeRange(Float32Array.of(Number.NaN, 1, 3, Number.NaN))).toEqual([2, 4, 0, 2])
  })

  test('have a mark at the mean of each class', () => {
    expect(classMarks(Float32Array.of(0, 0, 2, 4, 9, 9), Uint8Array.of(7, 7, 2))).toEqual([
      { label: 2, x: 9, y: 9, count: 1 },
      { label: 7, x: 1, y: 2, count: 2 },
    ])
  })
})
