import { symmetricEigen } from '../pca/eigen.ts'
import { type Codes, codeMoments } from './codes.ts'

/** A plane through the code space, to look at codes of more than two coordinates. */
export interface CodePlane {
  readonly dims: number
  /** The point of the code space at (0, 0). */
  readonly origin: Float64Array
  /** Two vectors of `dims` coordinates, each of length 1, at right angles. */
  readonly axes: readonly [Float64Array, Float64Array]
  /** The share of the codes' variance along each axis. */
  readonly shares: readonly [number, number]
}

/** The plane in which the codes vary most: through their mean, along their first two principal components. */
export function principalPlane(codes: Codes): CodePlane {
  requireTwo(codes.dims)
  const { mean, covariance } = codeMoments(codes)
  const { values, vectors } = symmetricEigen(covariance, codes.dims)
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  const axis = (k: number): Float64Array =>
    Float64Array.from({ length: codes.dims }, (_, row) => vectors[row * codes.dims + k]!)
  const share = (k: number): number => (total === 0 ? 0 : Math.max(0, values[k]!) / total)
  return { dims: codes.dims, origin: mean, axes: [axis(0), axis(1)], shares: [share(0), share(1)] }
}

/** The plane of two coordinates, counted from 0; the other coordinates stay at the codes' mean. */
export function coordinatePlane(codes: Codes, first: number, second: number): CodePlane {
  requireTwo(codes.dims)
  const { dims } = codes
  if (first === second || ![first, second].every(k => Number.isInteger(k) && k >= 0 && k < dims)) {
    throw new Error(`A plane needs two of the coordinates 0 to ${dims - 1}; it has ${first} and ${second}.`)
  }
  const { mean, covariance } = codeMoments(codes)
  let total = 0
  for (let k = 0; k < dims; k++) total += covariance[k * dims + k]!
  const axis = (k: number): Float64Array => Float64Array.from(mean, (_, row) => (row === k ? 1 : 0))
  const share = (k: number): number => (total === 0 ? 0 : covariance[k * dims + k]! / total)
  // The two coordinates are read as they are, not as distances from their mean.
  const origin = mean.map((value, k) => (k === first || k === second ? 0 : value))
  return { dims, origin, axes: [axis(first), axis(second)], shares: [share(first), share(second)] }
}

/** The plane of codes of one coordinate: x is that coordinate, y says nothing of the code and is free for other uses. */
export const linePlane = (): CodePlane => ({
  dims: 1,
  origin: new Float64Array(1),
  axes: [Float64Array.of(1), new Float64Array(1)],
  shares: [1, 0],
})

/** Where the codes lie on the plane: x and y, code after code. */
export function projectToPlane({ dims, origin, axes }: CodePlane, codes: Codes): Float32Array {
  const points = new Float32Array(codes.count * 2)
  for (let i = 0; i < codes.count; i++) {
    for (const [side, axis] of axes.entries()) {
      let sum = 0
      for (let k = 0; k < dims; k++) sum += (codes.values[i * dims + k]! - origin[k]!) * axis[k]!
      points[i * 2 + side] = sum
    }
  }
  return points
}

/** The code at a point of the plane. */
export const codeOnPlane = ({ origin, axes }: CodePlane, x: number, y: number): Float32Array =>
  Float32Array.from(origin, (value, k) => value + x * axes[0][k]! + y * axes[1][k]!)

function requireTwo(dims: number): void {
  if (dims < 2) throw new Error(`A plane needs codes of at least 2 coordinates; these have ${dims}.`)
}
