import type { Line } from './axis.ts'

/** A grid of counts, row after row; finite, or one period of an endless one. */
export interface Field {
  readonly height: number
  readonly width: number
  readonly values: Float64Array
  /** Counts for height and for width, where the field is their product. */
  readonly lines?: readonly [rows: Line, columns: Line]
}

/** Height or width. */
export type Axis = 0 | 1

/**
 * The product of two lines, worked out when it is first looked at. Along a way without joins every field is one, so that
 * a pass costs height + width in place of height · width.
 */
export function productField(rows: Line, columns: Line): Field {
  let values: Float64Array | undefined
  return {
    height: rows.length,
    width: columns.length,
    lines: [rows, columns],
    get values() {
      values ??= outer(rows, columns)
      return values
    },
  }
}

const outer = (rows: Line, columns: Line): Float64Array => {
  const values = new Float64Array(rows.length * columns.length)
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < columns.length; x++) values[y * columns.length + x] = rows[y]! * columns[x]!
  }
  return values
}

/** A field that is the same everywhere. */
export const constantField = (height: number, width: number, value = 1): Field =>
  productField(new Float64Array(height).fill(value), new Float64Array(width).fill(1))

/** A field of zeros with a single 1: for the pixels that one pixel is connected with, and by how many ways. */
export const singlePixel = (height: number, width: number, row: number, column: number): Field =>
  productField(unitLine(height, row), unitLine(width, column))

const unitLine = (length: number, at: number): Line => {
  const line = new Float64Array(length)
  line[at] = 1
  return line
}

/** Applies a change of one line to every column (axis 0) or every row (axis 1). */
export function alongAxis(field: Field, axis: Axis, change: (line: Line) => Line): Field {
  if (field.lines) {
    const [rows, columns] = field.lines
    return axis === 0 ? productField(change(rows), columns) : productField(rows, change(columns))
  }
  const { height, width, values } = field
  if (axis === 1) {
    const rows = Array.from({ length: height }, (_, y) => change(values.subarray(y * width, (y + 1) * width)))
    const length = rows[0]?.length ?? 0
    const result = new Float64Array(height * length)
    rows.forEach((row, y) => {
      result.set(row, y * length)
    })
    return { height, width: length, values: result }
  }
  const column = new Float64Array(height)
  let result: Float64Array | undefined
  let length = 0
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = values[y * width + x]!
    const changed = change(column)
    length = changed.length
    result ??= new Float64Array(length * width)
    for (let y = 0; y < length; y++) result[y * width + x] = changed[y]!
  }
  return { height: length, width, values: result ?? new Float64Array(0) }
}

/** The weighted sum of fields of one size. @throws Error where sizes differ, which inference rules out. */
export function sumFields(terms: readonly { readonly field: Field; readonly weight: number }[]): Field {
  const [only] = terms
  if (terms.length === 1 && only!.weight === 1) return only!.field
  const { height, width } = only!.field
  const values = new Float64Array(height * width)
  for (const { field, weight } of terms) {
    if (field.height !== height || field.width !== width)
      throw new Error('Fields of different sizes do not add up.')
    for (let i = 0; i < values.length; i++) values[i]! += weight * field.values[i]!
  }
  return { height, width, values }
}

/** An endless field over a multiple of its period. */
export function repeatField(field: Field, height: number, width: number): Field {
  if (field.height === height && field.width === width) return field
  const values = new Float64Array(height * width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values[y * width + x] = field.values[(y % field.height) * field.width + (x % field.width)]!
    }
  }
  return { height, width, values }
}

/** (max − min) / mean: 0 where every pixel is painted equally often. 0 for a field of zeros. */
export function unevennessOf({ values }: Field): number {
  let [smallest, largest, sum] = [Infinity, -Infinity, 0]
  for (const value of values) {
    smallest = Math.min(smallest, value)
    largest = Math.max(largest, value)
    sum += value
  }
  const spread = largest - smallest
  // Sums of 1/kernel do not come out equal to the last bit; such a difference is not unevenness.
  return sum === 0 || spread <= 1e-9 * largest ? 0 : (spread * values.length) / sum
}

/** The field as rows of numbers, as the command line prints it. */
export const rowsOf = ({ height, width, values }: Field): number[][] =>
  Array.from({ length: height }, (_, y) => [...values.subarray(y * width, (y + 1) * width)])

/** The mean of each row and of each column, for maps that are no product of two lines. */
export function meansOf({ height, width, values }: Field): readonly [rows: Line, columns: Line] {
  const [rows, columns] = [new Float64Array(height), new Float64Array(width)]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y]! += values[y * width + x]! / width
      columns[x]! += values[y * width + x]! / height
    }
  }
  return [rows, columns]
}
