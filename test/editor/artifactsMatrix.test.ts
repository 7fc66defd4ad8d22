import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { convolutionMatrix, transposeMatrix } from '../../src/analyze/matrix.ts'
import { adjointSample, firstSize, litEntries, matrixSite } from '../../src/editor/matrix/matrixSite.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input } from '../builders.ts'

const loaded = loadDocument(templateNamed('convolution-as-matrix')!.text, registry)
const classic = inferGraph((loaded as { document: GraphDocument }).document, registry)
const matrixOf = (id: string) => {
  const site = matrixSite(classic, id)!
  return convolutionMatrix(site.axes, firstSize(site), 'rows')!
}

describe('the template convolution-as-matrix', () => {
  test('is the classic case: W of 6×12, its transposed twin of 12×6', () => {
    const [w, twin] = [matrixOf('conv1'), matrixOf('deconv1')]
    expect([w.rows, w.columns, w.entries.length]).toEqual([6, 12, 18])
    expect([twin.rows, twin.columns]).toEqual([12, 6])
    const key = (entry: { row: number; column: number; tap: readonly number[] }) =>
      `${entry.row} ${entry.column} ${entry.tap}`
    expect(new Set(transposeMatrix(w).entries.map(key))).toEqual(new Set(twin.entries.map(key)))
  })

  test('shows the same number for ⟨Wx, y⟩ and ⟨x, Wᵀy⟩', () => {
    for (const seed of [1, 2, 3]) {
      const { left, right, kernel } = adjointSample(matrixOf('conv1'), [3, 1], seed)
      expect(left).toBe(right)
      expect(new Set(kernel.flat()).size).toBe(3)
      expect(kernel.flat()).not.toContain(0)
    }
  })

  test('lights up a row, a column, an entry or every place of a tap', () => {
    const w = matrixOf('conv1')
    expect(litEntries(w, {}).size).toBe(0)
    expect(litEntries(w, { row: 0 }).size).toBe(3)
    expect(litEntries(w, { column: 5 }).size).toBe(2)
    expect(litEntries(w, { tap: [1, 0] }).size).toBe(6)
    expect(litEntries(w, { row: 0, column: 0 }).size).toBe(1)
    expect(litEntries(w, { row: 0, column: 1 }).size).toBe(0)
  })
})

test('a large layer is shown on an image that is small enough to read', () => {
  const large = inferGraph(
    chain(input(1, 64, 64), ['Conv2d', { stride: 2, dilation: 2 }], ['ReLU']),
    registry,
  )
  const site = matrixSite(large, 'conv1')!
  expect(firstSize(site)).toEqual([5, 5])
  expect(site.sizes.every(([height, width]) => height * width <= 81)).toBe(true)
  expect(matrixSite(large, 'relu1')).toBeUndefined()
})
