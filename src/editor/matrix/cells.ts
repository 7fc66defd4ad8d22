import type { ConvolutionMatrix } from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { severalTaps, tapColor } from './colors.ts'

/** A place of the matrix that is not 0 for every kernel. */
export interface Cell {
  readonly row: number
  readonly column: number
  readonly color: string
  /** The sum of the weights of its taps: of one, save where a border sees the same pixel more than once. */
  readonly value: number
  /** Indices of its entries. */
  readonly entries: readonly number[]
}

/** The places of a matrix, row by row. */
export function cellsOf(
  { entries, columns }: ConvolutionMatrix,
  size: Pair,
  kernel: readonly (readonly number[])[],
): readonly Cell[] {
  const cells = new Map<number, Cell>()
  const colors = kernel.map((row, y) => row.map((_, x) => tapColor([y, x], size)))
  entries.forEach(({ row, column, tap }, i) => {
    const [key, weight] = [row * columns + column, kernel[tap[0]]![tap[1]]!]
    const known = cells.get(key)
    cells.set(
      key,
      known
        ? { ...known, color: severalTaps, value: known.value + weight, entries: [...known.entries, i] }
        : { row, column, color: colors[tap[0]]![tap[1]]!, value: weight, entries: [i] },
    )
  })
  return [...cells.values()].sort((a, b) => a.row - b.row || a.column - b.column)
}
