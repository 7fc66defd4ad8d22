/** What an encoder makes of some images: a point in the code space for each. */
export interface Codes {
  readonly count: number
  /** Coordinates of a code. */
  readonly dims: number
  /** count × dims, code after code. */
  readonly values: Float32Array
}

/** Codes at the origin, to be filled. */
export const createCodes = (count: number, dims: number): Codes => ({
  count,
  dims,
  values: new Float32Array(count * dims),
})

/** Codes from rows of numbers. @throws Error if the rows differ in length. */
export function codesOf(rows: readonly (readonly number[])[]): Codes {
  const dims = rows[0]?.length ?? 0
  const odd = rows.findIndex(row => row.length !== dims)
  if (odd >= 0) throw new Error(`Code ${odd} has ${rows[odd]!.length} coordinates; the first has ${dims}.`)
  return { count: rows.length, dims, values: Float32Array.from(rows.flat()) }
}

/** One of the codes, as a view. */
export const codeAt = ({ values, dims }: Codes, index: number): Float32Array =>
  values.subarray(index * dims, (index + 1) * dims)

/** Mean and covariance of codes in float64, the covariance row-major with divisor `count`. @throws Error without codes. */
export function codeMoments({ values, count, dims }: Codes): {
  readonly mean: Float64Array
  readonly covariance: Float64Array
} {
  if (count === 0) throw new Error('There are no codes to describe.')
  const mean = new Float64Array(dims)
  for (let i = 0; i < values.length; i++) mean[i % dims]! += values[i]!
  for (let k = 0; k < dims; k++) mean[k]! /= count
  const covariance = new Float64Array(dims * dims)
  const centred = new Float64Array(dims)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dims; k++) centred[k] = values[i * dims + k]! - mean[k]!
    for (let row = 0; row < dims; row++) {
      const factor = centred[row]!
      for (let column = row; column < dims; column++)
        covariance[row * dims + column]! += factor * centred[column]!
    }
  }
  for (let row = 0; row < dims; row++) {
    for (let column = row; column < dims; column++) {
      const value = covariance[row * dims + column]! / count
      covariance[row * dims + column] = value
      covariance[column * dims + row] = value
    }
  }
  return { mean, covariance }
}
