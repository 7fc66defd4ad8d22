import { randomStream } from '../../runtime/random.ts'
import { type Codes, codeMoments, createCodes } from './codes.ts'

/** A normal distribution over codes, in the form that is drawn from: mean + factor · z, with z standard normal. */
export interface Gaussian {
  readonly dims: number
  readonly form: 'diagonal' | 'full'
  readonly mean: Float64Array
  /** dims × dims, row-major, lower triangular: factor · factorᵀ is the covariance. */
  readonly factor: Float64Array
}

/** The Gaussian that fits the codes best (maximum likelihood: divisor `count`). @throws Error without codes. */
export function fitGaussian(codes: Codes, form: Gaussian['form']): Gaussian {
  const { mean, covariance } = codeMoments(codes)
  if (form === 'full') return { dims: codes.dims, form, mean, factor: cholesky(covariance, codes.dims) }
  return diagonalGaussian(
    mean,
    mean.map((_, k) => covariance[k * codes.dims + k]!),
  )
}

/** The Gaussian with independent coordinates of these variances. */
export function diagonalGaussian(mean: Float64Array, variances: Float64Array): Gaussian {
  const dims = mean.length
  const factor = new Float64Array(dims * dims)
  for (let k = 0; k < dims; k++) factor[k * dims + k] = Math.sqrt(variances[k]!)
  return { dims, form: 'diagonal', mean, factor }
}

/**
 * The lower triangular L with L · Lᵀ = matrix (row-major, symmetric; Golub and Van Loan, "Matrix Computations", 4.2).
 * Where coordinates depend on each other or never change, a small share of the mean variance is added to the diagonal,
 * ten times as much at each try, from 1e−12 on.
 * @throws Error if the matrix is far from positive semidefinite or holds NaN.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  let meanVariance = 0
  for (let k = 0; k < size; k++) meanVariance += matrix[k * size + k]! / size
  if (meanVariance === 0) return new Float64Array(size * size)
  for (let jitter = 0; jitter <= 1e-3; jitter = jitter === 0 ? 1e-12 : jitter * 10) {
    const factor = tryCholesky(matrix, size, jitter * meanVariance)
    if (factor) return factor
  }
  throw new Error('The covariance of the codes is not positive semidefinite.')
}

function tryCholesky(matrix: Float64Array, size: number, jitter: number): Float64Array | undefined {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]! + (row === column ? jitter : 0)
      for (let k = 0; k < column; k++) rest -= factor[row * size + k]! * factor[column * size + k]!
      if (row > column) {
        factor[row * size + column] = rest / factor[column * size + column]!
      } else {
        // A remainder at the level of rounding would make the rows below it noise.
        if (!(rest > 1e-14 * matrix[row * size + row]!)) return undefined
        factor[row * size + row] = Math.sqrt(rest)
      }
    }
  }
  return factor
}

export interface SampleOptions {
  /** The same seed gives the same samples; more of them begin with the same. */
  readonly seed: number
  /** Factor on the standard deviation: 0 gives the mean, 1 the Gaussian itself. 1 by default. */
  readonly temperature?: number
}

/** Codes drawn from a Gaussian. */
export function sampleGaussian(gaussian: Gaussian, count: number, options: SampleOptions): Codes {
  const { dims, mean, factor } = gaussian
  const { seed, temperature = 1 } = options
  const normal = normalStream(seed, 'codes')
  const codes = createCodes(count, dims)
  const z = new Float64Array(dims)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dims; k++) z[k] = normal()
    for (let row = 0; row < dims; row++) {
      let offset = 0
      for (let k = 0; k <= row; k++) offset += factor[row * dims + k]! * z[k]!
      codes.values[i * dims + row] = mean[row]! + temperature * offset
    }
  }
  return codes
}

/**
 * Standard normal numbers that depend on the seed and the label alone, two from each pair of uniform ones (Box and
 * Muller 1958, "A note on the generation of random normal deviates").
 */
export function normalStream(seed: number, label: string): () => number {
  const uniform = randomStream(seed, label)
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    // 1 − u is never 0, so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
