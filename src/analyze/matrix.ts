/**
 * A convolution of one channel as the sparse matrix that it is: y = W·x, with x and y the images as vectors. The
 * transposed convolution with the same settings is Wᵀ. Source: V. Dumoulin, F. Visin, A guide to convolution arithmetic
 * for deep learning, 2016, section 4.1.
 */
import type { Pair } from '../graph/shape.ts'
import { type AxisWindow, outputSide, seen, touched } from './axis.ts'

/** How an image becomes a vector: row by row, as torch does, or column by column, as some lectures do. */
export type VecOrder = 'rows' | 'columns'

/** One nonzero entry: the kernel tap that stands at this row and column. */
export interface MatrixEntry {
  readonly row: number
  readonly column: number
  readonly tap: Pair
}

export interface ConvolutionMatrix {
  readonly rows: number
  readonly columns: number
  readonly entries: readonly MatrixEntry[]
  /** Height and width of what the matrix takes and of what it yields. */
  readonly input: Pair
  readonly output: Pair
  readonly order: VecOrder
}

/** The place of a pixel in the vector. */
export const vecIndex = (row: number, column: number, [height, width]: Pair, order: VecOrder): number =>
  order === 'rows' ? row * width + column : column * height + row

/** The pixel at a place of the vector. */
export const vecPixel = (index: number, [height, width]: Pair, order: VecOrder): Pair =>
  order === 'rows' ? [Math.floor(index / width), index % width] : [index % height, Math.floor(index / height)]

/** The matrix of a layer on an input of this size; undefined where the window does not fit. */
export function convolutionMatrix(
  axes: readonly [AxisWindow, AxisWindow],
  input: Pair,
  order: VecOrder,
): ConvolutionMatrix | undefined {
  const output: Pair = [outputSide(axes[0], input[0]), outputSide(axes[1], input[1])]
  if (output[0] < 1 || output[1] < 1) return undefined
  const isGather = axes[0].kind === 'gather'
  const [short, long] = isGather ? [output, input] : [input, output]
  const entries: MatrixEntry[] = []
  forEachTouch(axes, short, long, (from, to, tap) => {
    const [atShort, atLong] = [vecIndex(...from, short, order), vecIndex(...to, long, order)]
    entries.push(isGather ? { row: atShort, column: atLong, tap } : { row: atLong, column: atShort, tap })
  })
  return { rows: output[0] * output[1], columns: input[0] * input[1], entries, input, output, order }
}

/** Every pair of pixels that a tap joins: one of the short side, one of the long side; padding with zeros left out. */
function forEachTouch(
  axes: readonly [AxisWindow, AxisWindow],
  short: Pair,
  long: Pair,
  visit: (short: Pair, long: Pair, tap: Pair) => void,
): void {
  for (let y = 0; y < short[0]; y++) {
    for (let x = 0; x < short[1]; x++) {
      for (let ky = 0; ky < axes[0].kernel; ky++) {
        for (let kx = 0; kx < axes[1].kernel; kx++) {
          const row = seen(axes[0], touched(axes[0], y, ky), long[0])
          const column = seen(axes[1], touched(axes[1], x, kx), long[1])
          if (row !== undefined && column !== undefined) visit([y, x], [row, column], [ky, kx])
        }
      }
    }
  }
}

/** Wᵀ: the matrix of the transposed convolution with the same settings. */
export const transposeMatrix = (matrix: ConvolutionMatrix): ConvolutionMatrix => ({
  ...matrix,
  rows: matrix.columns,
  columns: matrix.rows,
  input: matrix.output,
  output: matrix.input,
  entries: matrix.entries.map(({ row, column, tap }) => ({ row: column, column: row, tap })),
})

/** W·x for a kernel given as rows of numbers. */
export function applyMatrix(
  matrix: ConvolutionMatrix,
  kernel: readonly (readonly number[])[],
  x: ArrayLike<number>,
): Float64Array {
  const y = new Float64Array(matrix.rows)
  for (const { row, column, tap } of matrix.entries) y[row]! += kernel[tap[0]]![tap[1]]! * x[column]!
  return y
}

/** ⟨a, b⟩. */
export const innerProduct = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from({ length: a.length }, (_, i) => a[i]! * b[i]!).reduce((sum, product) => sum + product, 0)
