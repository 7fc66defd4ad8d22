import type { Shape } from '../graph/shape.ts'
import type { Line } from './axis.ts'

/** A grid of counts, row after row; finite, or one period of an endless one. */
export interface Field {
  readonly height: number
  readonly width: number
  readonly values: Float64Array
  /** Counts for height and for width, where the field is their product. */
  readonly lines?: readonly [rows: Line, columns: Line]
  /** Of a vector: the image whose values it holds in order, so that its counts come back with its shape. */
  readonly image?: { readonly shape: Shape; readonly field: Field }
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

/** A field and how much it counts. */
export interface Term {
  readonly field: Field
  readonly weight: number
}

/** The weighted sum of fields of one size. @throws Error where sizes differ, which inference rules out. */
export function sumFields(terms: readonly Term[]): Field {
  const [only] = terms
  if (terms.length === 1 && only!.weight === 1) return only!.field
  const { height, width } = only!.field
  if (terms.some(({ field }) => field.height !== height || field.width !== width))
    throw new Error('Fields of different sizes do not add up.')
  const lines = sumOfLines(terms)
  if (lines) return lines
  const values = new Float64Array(height * width)
  for (const { field, weight } of terms) {
    const added = field.values
    for (let i = 0; i < values.length; i++) values[i]! += weight * added[i]!
  }
  return { height, width, values }
}

/** The sum as a product again, where all fields are products that have the rows, or the columns, in common. */
function sumOfLines(terms: readonly Term[]): Field | undefined {
  const all = terms.map(({ field, weight }) => field.lines && { lines: field.lines, weight })
  if (!all.every(each => each !== undefined)) return undefined
  for (const shared of [0, 1] as const) {
    const common = all[0]!.lines[shared]
    const times = all.map(({ lines }) => timesOf(lines[shared], common))
    if (times.some(factor => factor === undefined)) continue
    const sum = new Float64Array(all[0]!.lines[1 - shared]!.length)
    all.forEach(({ lines, weight }, i) => {
      for (let at = 0; at < sum.length; at++) sum[at]! += weight * times[i]! * lines[1 - shared]![at]!
    })
    return shared === 0 ? productField(common, sum) : productField(sum, common)
  }
  return undefined
}

/** The factor by which a line is another one; undefined where it is not. */
function timesOf(line: Line, other: Line): number | undefined {
  const at = other.findIndex(value => value !== 0)
  const factor = at < 0 ? 0 : line[at]! / other[at]!
  return line.every((value, i) => Math.abs(value - factor * other[i]!) <= 1e-12 * Math.abs(value))
    ? factor
    : undefined
}

/** An endless field over a multiple of its period. */
export function repeatField(field: Field, height: number, width: number): Field {
  if (field.height === height && field.width === width) return field
  if (field.lines) {
    const [rows, columns] = field.lines
    return productField(repeatLine(rows, height), repeatLine(columns, width))
  }
  const values = new Float64Array(height * width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values[y * width + x] = field.values[(y % field.height) * field.width + (x % field.width)]!
    }
  }
  return { height, width, values }
}

const repeatLine = (line: Line, length: number): Line =>
  Float64Array.from({ length }, (_, i) => line[i % line.length]!)

/** (max − min) / mean: 0 where every pixel is painted equally often. 0 for a field of zeros. */
export function unevennessOf(field: Field): number {
  const [smallest, largest, sum] = field.lines ? extremesOfLines(...field.lines) : extremesOf(field.values)
  const spread = largest - smallest
  // Sums of 1/kernel do not come out equal to the last bit; such a difference is not unevenness.
  return sum === 0 || spread <= 1e-9 * largest ? 0 : (spread * field.height * field.width) / sum
}

function extremesOf(values: Float64Array): readonly [smallest: number, largest: number, sum: number] {
  let [smallest, largest, sum] = [Infinity, -Infinity, 0]
  for (const value of values) {
    smallest = Math.min(smallest, value)
    largest = Math.max(largest, value)
    sum += value
  }
  return [smallest, largest, sum]
}

/** The same of a product, without working it out: it is largest and smallest where its lines are. */
function extremesOfLines(rows: Line, columns: Line): readonly [number, number, number] {
  const [low, high, down] = extremesOf(rows)
  const [left, right, across] = extremesOf(columns)
  const ends = [low * left, low * right, high * left, high * right]
  return [Math.min(...ends), Math.max(...ends), down * across]
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
