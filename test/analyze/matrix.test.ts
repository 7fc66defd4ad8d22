import { describe, expect, test } from 'vitest'
import type { AxisWindow } from '../../src/analyze/axis.ts'
import {
  applyMatrix,
  convolutionMatrix,
  innerProduct,
  transposeMatrix,
  vecPixel,
} from '../../src/analyze/matrix.ts'

const axis = (kernel: number, more: Partial<AxisWindow> = {}): AxisWindow => ({
  kind: 'gather',
  kernel,
  stride: 1,
  dilation: 1,
  before: 0,
  after: 0,
  weight: 1,
  ...more,
})

describe('a convolution as a matrix', () => {
  test('the classic case: input 4×3 and kernel 3×1 give W of 6×12 and Wᵀ of 12×6', () => {
    const w = convolutionMatrix([axis(3), axis(1)], [4, 3], 'columns')!
    expect([w.rows, w.columns, w.entries.length]).toEqual([6, 12, 18])
    const t = transposeMatrix(w)
    expect([t.rows, t.columns]).toEqual([12, 6])
    // Column by column, the first row of W holds the three taps side by side.
    expect(w.entries.filter(e => e.row === 0).map(e => [e.column, e.tap[0]])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    const rowWise = convolutionMatrix([axis(3), axis(1)], [4, 3], 'rows')!
    expect(rowWise.entries.filter(e => e.row === 0).map(e => e.column)).toEqual([0, 3, 6])
  })

  test('⟨Wx, y⟩ = ⟨x, Wᵀy⟩, also with stride, dilation and padding', () => {
    const window = axis(3, { stride: 2, dilation: 2, before: 1, after: 1 })
    const w = convolutionMatrix([window, axis(2)], [8, 5], 'rows')!
    const kernel = [
      [1, -2],
      [0.5, 3],
      [2, 1],
    ]
    const x = Float64Array.from({ length: w.columns }, (_, i) => Math.sin(i + 1))
    const y = Float64Array.from({ length: w.rows }, (_, i) => Math.cos(3 * i))
    const left = innerProduct(applyMatrix(w, kernel, x), y)
    const right = innerProduct(x, applyMatrix(transposeMatrix(w), kernel, y))
    expect(left).toBeCloseTo(right, 10)
    expect(Math.abs(left)).toBeGreaterThan(0.1)
  })

  test('the padding of a transposed convolution removes a ring from its output', () => {
    const plain = convolutionMatrix(
      [axis(3, { kind: 'scatter' }), axis(3, { kind: 'scatter' })],
      [4, 4],
      'rows',
    )!
    const cut = convolutionMatrix(
      [axis(3, { kind: 'scatter', before: 1, after: 1 }), axis(3, { kind: 'scatter', before: 1, after: 1 })],
      [4, 4],
      'rows',
    )!
    expect([plain.output, cut.output]).toEqual([
      [6, 6],
      [4, 4],
    ])
    const inner = plain.entries.filter(e =>
      vecPixel(e.row, plain.output, 'rows').every(at => at >= 1 && at <= 4),
    )
    expect(cut.entries.length).toBe(inner.length)
  })

  test('a mirrored border puts the taps beyond it onto the pixels that are mirrored', () => {
    const line = axis(3, { before: 1, after: 1, beyond: 'reflect' })
    const w = convolutionMatrix([axis(1), line], [1, 3], 'rows')!
    expect(w.entries.filter(e => e.row === 0).map(e => [e.column, e.tap[1]])).toEqual([
      [1, 0],
      [0, 1],
      [1, 2],
    ])
    expect([...applyMatrix(w, [[1, 10, 100]], [1, 2, 4])]).toEqual([212, 421, 242])
  })

  test('a window that does not fit has no matrix', () => {
    expect(convolutionMatrix([axis(5), axis(1)], [4, 3], 'rows')).toBeUndefined()
  })
})
