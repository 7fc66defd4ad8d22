import type { Codes } from './codes.ts'

/** How many values fall into each of some bins of equal width. */
export interface Histogram {
  /** The outer edges of the first and the last bin. */
  readonly from: number
  readonly to: number
  readonly counts: Uint32Array
  /** Values outside of the edges, and those that are no numbers. */
  readonly left: number
}

export interface HistogramOptions {
  /** 40 by default. */
  readonly bins?: number
  /** The outer edges; by default the least and the largest value. */
  readonly range?: readonly [from: number, to: number]
}

/** Counts values; a bin has its lower edge, the last one its upper edge too. Where all values are equal, the edges are half as far from them as 0 is. */
export function histogram(values: Float32Array | Float64Array, options: HistogramOptions = {}): Histogram {
  const { bins = 40 } = options
  if (!Number.isInteger(bins) || bins < 1) {
    throw new Error(`A histogram needs a whole number of bins, at least 1; it is ${bins}.`)
  }
  const [from, to] = options.range ?? rangeOf(values)
  const counts = new Uint32Array(bins)
  let left = 0
  for (const value of values) {
    if (!(value >= from && value <= to)) left++
    else counts[Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins))]!++
  }
  return { from, to, counts, left }
}

/** The histogram of one coordinate of the codes, counted from 0. */
export function coordinateHistogram(codes: Codes, coordinate: number, options?: HistogramOptions): Histogram {
  if (!Number.isInteger(coordinate) || coordinate < 0 || coordinate >= codes.dims) {
    throw new Error(`Codes have the coordinates 0 to ${codes.dims - 1}; ${coordinate} was asked for.`)
  }
  const values = new Float32Array(codes.count)
  for (let i = 0; i < codes.count; i++) values[i] = codes.values[i * codes.dims + coordinate]!
  return histogram(values, options)
}

function rangeOf(values: Float32Array | Float64Array): readonly [number, number] {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    least = Math.min(least, value)
    largest = Math.max(largest, value)
  }
  if (least > largest) return [0, 1]
  if (least < largest) return [least, largest]
  const half = Math.abs(least) / 2 || 0.5
  return [least - half, least + half]
}
