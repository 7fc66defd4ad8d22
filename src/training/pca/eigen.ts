import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** Eigenvalues from the largest down, and their eigenvectors of length 1. */
export interface Eigen {
  readonly values: Float64Array
  /** Row-major, size × size: column `k` is the vector of value `k`. */
  readonly vectors: Float64Array
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix (row-major, size × size), by Householder's and the QL method of
 * ml-matrix. The sign of a vector is free: its entry of the largest magnitude, the first of equal ones, is made
 * positive, as in scikit-learn's `svd_flip`.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const rows = Array.from({ length: size }, (_, row) => matrix.subarray(row * size, (row + 1) * size))
  const decomposition = new EigenvalueDecomposition(new Matrix(rows.map(row => Array.from(row))), {
    assumeSymmetric: true,
  })
  const ascending = decomposition.realEigenvalues
  const found = decomposition.eigenvectorMatrix
  const values = Float64Array.from(ascending).reverse()
  const vectors = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const column = found.getColumn(size - 1 - k)
    const sign = signOf(column)
    for (let row = 0; row < size; row++) vectors[row * size + k] = sign * column[row]!
  }
  return { values, vectors }
}

function signOf(vector: readonly number[]): 1 | -1 {
  let largest = 0
  for (const entry of vector) if (Math.abs(entry) > Math.abs(largest)) largest = entry
  return largest < 0 ? -1 : 1
}
