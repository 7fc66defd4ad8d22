import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { convolutionMatrix, transposeMatrix } from '../../src/analyze/matrix.ts'
import { cellsOf } from '../../src/editor/matrix/cells.ts'
import { afterKey } from '../../src/editor/matrix/MatrixPicture.tsx'
import {
  adjointSample,
  firstSize,
  litEntries,
  matrixSite,
  type Pointed,
} from '../../src/editor/matrix/matrixSite.ts'
import { pointedSentence } from '../../src/editor/matrix/matrixWords.ts'
import { addedRing, cutRing } from '../../src/editor/matrix/ring.ts'
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

test('a large layer is shown on the smallest image that its windows overlap on', () => {
  const large = inferGraph(
    chain(input(1, 64, 64), ['Conv2d', { stride: 2, dilation: 2 }], ['ReLU'], ['Conv2d', { kernelSize: 5 }]),
    registry,
  )
  const site = matrixSite(large, 'conv1')!
  expect(firstSize(site)).toEqual([7, 7])
  expect(firstSize(matrixSite(large, 'conv2')!)).toEqual([6, 6])
  const reference = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
  const { document } = reference as { document: GraphDocument }
  expect(firstSize(matrixSite(inferGraph(document, registry), 'deconv2')!)).toEqual([2, 2])
  expect(site.sizes.every(([height, width]) => height * width <= 81)).toBe(true)
  expect(matrixSite(large, 'relu1')).toBeUndefined()
})

describe('what a matrix says of its layer', () => {
  const wide = inferGraph(
    chain(
      input(4, 8, 8),
      ['Conv2d', { outChannels: 6, groups: 2 }],
      ['Conv2d', { outChannels: 8, bias: false }],
    ),
    registry,
  )

  test('names the other channels, the groups and the bias that it leaves out', () => {
    expect(matrixSite(wide, 'conv1')!.leftOut).toBe(
      'One channel in and one out: the whole matrix of the layer has 6×4 such blocks, each with a kernel of its own; 12 of them, those within the 2 groups, are not 0; the bias, which is added afterwards, is left out.',
    )
    expect(matrixSite(wide, 'conv2')!.leftOut).toBe(
      'One channel in and one out: the whole matrix of the layer has 8×6 such blocks, each with a kernel of its own.',
    )
    expect(matrixSite(classic, 'conv1')!.leftOut).toBeUndefined()
  })

  test('writes out the sum behind an output', () => {
    const matrix = matrixOf('conv1')
    const { kernel, x, image } = adjointSample(matrix, [3, 1], 1)
    const say = (pointed: Pointed) =>
      pointedSentence({ matrix, pointed, lit: litEntries(matrix, pointed), kernel, x, image, result: 'Wx' })
    expect(say({ row: 0 })).toBe(
      `Row 0: Wx at (0, 0) = 2·(−2) + (−3)·0 + 1·(−1) = ${String(image[0]).replace('-', '−')}.`,
    )
    expect(say({ column: 0 })).toBe('Column 0: x at (0, 0) goes into one output.')
    expect(say({ row: 0, column: 3 })).toBe(
      'Tap (1, 0) joins Wx at (0, 0) and x at (1, 0): the entry is its weight, −3.',
    )
    expect(say({ row: 0, column: 1 })).toBe('No tap joins Wx at (0, 0) and x at (0, 1): the entry is 0.')
  })

  test('has one entry where a repeated border is seen by several taps', () => {
    const repeated = inferGraph(
      chain(input(1, 5, 5), ['Conv2d', { padding: 1, paddingMode: 'replicate' }]),
      registry,
    )
    const { axes } = matrixSite(repeated, 'conv1')!
    const matrix = convolutionMatrix(axes, [5, 5], 'rows')!
    const { kernel } = adjointSample(matrix, [3, 3], 1)
    const cells = cellsOf(matrix, [3, 3], kernel)
    expect(matrix.entries.length).toBe(25 * 9)
    const corner = cells.find(({ row, column }) => row === 0 && column === 0)!
    expect(corner.entries.length).toBe(4)
    expect(corner.value).toBe(kernel[0]![0]! + kernel[0]![1]! + kernel[1]![0]! + kernel[1]![1]!)
  })
})

describe('the ring of the padding', () => {
  const padded = inferGraph(
    chain(
      input(1, 4, 4),
      ['Conv2d', { padding: 1, paddingMode: 'reflect' }],
      ['ConvTranspose2d', { stride: 2, padding: 1 }],
    ),
    registry,
  )

  test('around an image holds what is seen there', () => {
    const ring = addedRing(
      matrixSite(padded, 'conv1')!.axes,
      [4, 4],
      Array.from({ length: 16 }, (_, i) => i),
      'rows',
    )!
    expect(ring).toMatchObject({ margins: [1, 1, 1, 1], words: 'mirrored around it' })
    expect([ring.valueAt(-1, 0), ring.valueAt(-1, -1), ring.valueAt(4, 2)]).toEqual([4, 5, 10])
  })

  test('of a transposed convolution holds what is painted there and cut away', () => {
    const { axes } = matrixSite(padded, 'deconv1')!
    const kernel = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]
    const ring = cutRing(axes, kernel, [4, 4], new Array(16).fill(1), 'rows')!
    expect(ring).toMatchObject({ margins: [1, 1, 1, 1], words: 'the ring is cut away' })
    expect([ring.valueAt(-1, -1), ring.valueAt(-1, 0), ring.valueAt(-1, 1)]).toEqual([1, 2, 4])
  })
})

test('arrow keys walk over the entries, and from the first ones to the whole row or column', () => {
  const size = { rows: 6, columns: 12 }
  expect(afterKey('ArrowDown', {}, size)).toEqual({ row: 0 })
  expect(afterKey('ArrowRight', { row: 0 }, size)).toEqual({ row: 0, column: 0 })
  expect(afterKey('ArrowUp', { row: 0, column: 0 }, size)).toEqual({ column: 0 })
  expect(afterKey('ArrowLeft', { row: 0, column: 0 }, size)).toEqual({ row: 0 })
  expect(afterKey('ArrowLeft', { row: 3 }, size)).toEqual({ row: 3 })
  expect(afterKey('ArrowDown', { row: 5, column: 2 }, size)).toEqual({ row: 5, column: 2 })
  expect(afterKey('Escape', { row: 5 }, size)).toEqual({})
  expect(afterKey('Tab', { row: 5 }, size)).toBeUndefined()
})
