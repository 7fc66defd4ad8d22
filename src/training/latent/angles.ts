import { Matrix, SingularValueDecomposition } from 'ml-matrix'

/** A matrix whose columns span a space: row-major, rows × columns. A Linear decoder's weight is one. */
export interface Span {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array | Float64Array
}

/**
 * The principal angles between the spaces that two sets of columns span, in radians, from the smallest up: all 0 where
 * one space holds the other, π/2 where they are at right angles. As many as the smaller space has dimensions; columns
 * that depend on others count for none. Cosines are the singular values of QaᵀQb (Björck and Golub 1973, "Numerical methods
 * for computing angles between linear subspaces"); small angles, whose cosine says nothing, come from the sines instead
 * (Knyazev and Argentati 2002, "Principal angles between subspaces in an A-based scalar product").
 * @throws Error if the columns differ in length.
 */
export function principalAngles(a: Span, b: Span): number[] {
  if (a.rows !== b.rows) {
    throw new Error(`Only columns of one length span comparable spaces; they have ${a.rows} and ${b.rows}.`)
  }
  const bases = [orthonormalBasis(a), orthonormalBasis(b)].sort((p, q) => q.columns - p.columns)
  const [larger, smaller] = bases as [Matrix, Matrix]
  if (smaller.columns === 0) return []
  const overlap = larger.transpose().mmul(smaller)
  const cosines = singularValues(overlap)
  const sines = singularValues(Matrix.sub(smaller, larger.mmul(overlap))).reverse()
  return Array.from({ length: smaller.columns }, (_, k) => {
    const cosine = Math.min(1, cosines[k] ?? 0)
    return cosine ** 2 < 0.5 ? Math.acos(cosine) : Math.asin(Math.min(1, sines[k] ?? 0))
  })
}

/** Columns at right angles and of length 1 that span the same space; singular values below rounding are no dimension. */
function orthonormalBasis({ rows, columns, values }: Span): Matrix {
  if (rows === 0 || columns === 0) return new Matrix(rows, 0)
  const matrix = new Matrix(rows, columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) matrix.set(row, column, values[row * columns + column]!)
  }
  const { leftSingularVectors, diagonal } = new SingularValueDecomposition(matrix, { autoTranspose: true })
  const precision = values instanceof Float32Array ? 2 ** -23 : Number.EPSILON
  const least = Math.max(rows, columns) * precision * (diagonal[0] ?? 0)
  const rank = diagonal.filter(value => value > least).length
  return rank === 0 ? new Matrix(rows, 0) : leftSingularVectors.subMatrix(0, rows - 1, 0, rank - 1)
}

/** Singular values from the largest down. */
function singularValues(matrix: Matrix): number[] {
  const { diagonal } = new SingularValueDecomposition(matrix, {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  })
  return [...diagonal].sort((p, q) => q - p)
}
