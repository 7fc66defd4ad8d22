import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Codes, codeMoments, codesOf } from '../../src/training/latent/codes.ts'
import {
  cholesky,
  diagonalGaussian,
  fitGaussian,
  normalStream,
  sampleGaussian,
} from '../../src/training/latent/gaussian.ts'
import { measureGaussianity } from '../../src/training/latent/gaussianity.ts'
import { gaussianitySentence } from '../../src/training/latent/gaussianitySentence.ts'

/** L · Lᵀ */
function product(factor: Float64Array, size: number): number[] {
  return Array.from(factor, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size]
    let sum = 0
    for (let k = 0; k < size; k++) sum += factor[row * size + k]! * factor[column * size + k]!
    return sum
  })
}

/** Codes made from normal numbers, one after the other. */
function codesFrom(count: number, dims: number, make: (normal: () => number) => number[], seed = 5): Codes {
  const normal = normalStream(seed, 'test')
  const values = new Float32Array(count * dims)
  for (let i = 0; i < count; i++) values.set(make(normal), i * dims)
  return { count, dims, values }
}

describe("Cholesky's factor", () => {
  test('is known for a small matrix', () => {
    const factor = cholesky(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3)
    expect([...factor]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3])
  })

  test('times its transpose is the matrix, also where coordinates depend on each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer(),
        (size, rank, seed) => {
          const normal = normalStream(seed, 'roots')
          const roots = Float64Array.from({ length: size * size }, (_, i) => (i % size < rank ? normal() : 0))
          const matrix = Float64Array.from(product(roots, size))
          const trace = roots.reduce((sum, root) => sum + root * root, 0)
          for (const [i, value] of product(cholesky(matrix, size), size).entries()) {
            expect(Math.abs(value - matrix[i]!)).toBeLessThan(1e-6 * trace)
          }
        },
      ),
    )
  })

  test('of nothing is nothing, and none for a matrix that is no covariance', () => {
    expect([...cholesky(new Float64Array(4), 2)]).toEqual([0, 0, 0, 0])
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not positive semidefinite')
    expect(() => cholesky(Float64Array.of(Number.NaN, 0, 0, 1), 2)).toThrow('not positive semidefinite')
  })
})

describe('a Gaussian of codes', () => {
  const codes = codesOf([
    [0, 0],
    [2, 2],
    [4, 1],
    [2, 5],
  ])

  test('has their mean and covariance, with divisor n', () => {
    const { mean, factor } = fitGaussian(codes, 'full')
    expect([...mean]).toEqual([2, 2])
    ;[2, 0.5, 0.5, 3.5].forEach((value, i) => {
      expect(product(factor, 2)[i]).toBeCloseTo(value, 12)
    })
  })

  test('forgets how coordinates go together where it is diagonal', () => {
    const { factor } = fitGaussian(codes, 'diagonal')
    expect([...factor]).toEqual([Math.sqrt(2), 0, 0, Math.sqrt(3.5)])
  })

  test('gives samples of its mean and covariance', () => {
    const gaussian = fitGaussian(codes, 'full')
    const { mean, covariance } = codeMoments(sampleGaussian(gaussian, 100_000, { seed: 1 }))
    for (const value of mean) expect(Math.abs(value - 2)).toBeLessThan(0.03)
    ;[2, 0.5, 0.5, 3.5].forEach((value, i) => {
      expect(Math.abs(covariance[i]! - value)).toBeLessThan(0.06)
    })
  })

  test('gives the same samples for a seed, others for another, and begins more with the same', () => {
    const gaussian = fitGaussian(codes, 'full')
    const ten = sampleGaussian(gaussian, 10, { seed: 3 })
    expect(sampleGaussian(gaussian, 10, { seed: 3 })).toEqual(ten)
    expect(sampleGaussian(gaussian, 25, { seed: 3 }).values.subarray(0, 20)).toEqual(ten.values)
    expect(sampleGaussian(gaussian, 10, { seed: 4 }).values).not.toEqual(ten.values)
  })

  test('spreads by its temperature: not at all at 0, twice as far at 2', () => {
    const gaussian = diagonalGaussian(Float64Array.of(1, -1), Float64Array.of(4, 9))
    const at = (temperature: number) => sampleGaussian(gaussian, 20, { seed: 3, temperature }).values
    const [none, one, two] = [at(0), at(1), at(2)]
    for (let i = 0; i < one.length; i++) {
      const mean = i % 2 === 0 ? 1 : -1
      expect(none[i]).toBe(mean)
      expect(two[i]! - mean).toBeCloseTo(2 * (one[i]! - mean), 4)
    }
  })

  test('of one code is that code', () => {
    const one = codesOf([[3, -2]])
    expect([...sampleGaussian(fitGaussian(one, 'full'), 1, { seed: 0 }).values]).toEqual([3, -2])
    expect(() => fitGaussian(codesOf([]), 'full')).toThrow('no codes')
  })
})

/** Mardia's measures as he defines them, over all pairs, with the inverse of a covariance of two coordinates. */
function mardiaByPairs(
  { values, count }: Codes,
  mean: Float64Array,
  covariance: Float64Array,
): { skewness: number; kurtosis: number } {
  const [a, b, , d] = covariance as unknown as [number, number, number, number]
  const determinant = a * d - b * b
  const inner = (i: number, j: number): number => {
    const [x, y] = [values[2 * i]! - mean[0]!, values[2 * i + 1]! - mean[1]!]
    const [u, v] = [values[2 * j]! - mean[0]!, values[2 * j + 1]! - mean[1]!]
    return (d * x * u - b * (x * v + y * u) + a * y * v) / determinant
  }
  let [skewness, kurtosis] = [0, 0]
  for (let i = 0; i < count; i++) {
    kurtosis += inner(i, i) ** 2 / count
    for (let j = 0; j < count; j++) skewness += inner(i, j) ** 3 / count ** 2
  }
  return { skewness, kurtosis }
}

describe('how far codes are from Gaussian', () => {
  test('is known for a coordinate of two points, and of three', async () => {
    const { coordinates } = await measureGaussianity(
      codesOf([
        [0, 0],
        [0, 0],
        [1, 0],
        [1, 3],
      ]),
    )
    expect(coordinates[0]).toEqual({ skewness: 0, excessKurtosis: -2, isConstant: false })
    // Bernoulli with p = 1/4: (1 − 2p) / √(pq) and (1 − 6pq) / pq.
    expect(coordinates[1]!.skewness).toBeCloseTo(0.5 / Math.sqrt(3 / 16), 12)
    expect(coordinates[1]!.excessKurtosis).toBeCloseTo((1 - 18 / 16) / (3 / 16), 12)
  })

  test("agrees with Mardia's definition over all pairs, and does not change with the axes", async () => {
    const codes = codesFrom(200, 2, normal => {
      const [x, y] = [normal(), normal()]
      return [x * x, y + 0.5 * x]
    })
    const { mean, covariance } = codeMoments(codes)
    const { mardia } = await measureGaussianity(codes)
    const pairs = mardiaByPairs(codes, mean, covariance)
    expect(mardia.skewness).toBeCloseTo(pairs.skewness, 6)
    expect(mardia.kurtosis).toBeCloseTo(pairs.kurtosis, 6)
    const turned = {
      ...codes,
      values: codes.values.map((value, i) => (i % 2 === 0 ? 100 * value : value + 3 * codes.values[i - 1]!)),
    }
    const again = (await measureGaussianity(turned)).mardia
    expect(again.skewness).toBeCloseTo(mardia.skewness, 3)
    expect(again.kurtosis).toBeCloseTo(mardia.kurtosis, 3)
  })

  test('is within chance for samples of a Gaussian, and the sentence says so', async () => {
    for (const seed of [1, 2, 3]) {
      const codes = codesFrom(
        5000,
        4,
        normal => {
          const x = normal()
          return [x, x + normal(), 3 * normal() + 7, normal()]
        },
        seed,
      )
      const measured = await measureGaussianity(codes)
      expect(measured.mardia.gaussianKurtosis).toBe(24)
      expect(Math.abs(measured.mardia.kurtosisScore)).toBeLessThan(3)
      expect(measured.mardia.skewnessScore).toBeLessThan(3)
      expect(gaussianitySentence(measured)).toMatch(
        /^Not to be told from Gaussian by 5,000 codes: Mardia's kurtosis is 2[34]\.\d where a Gaussian has 24\.0\.$/,
      )
    }
  })

  test('is far for a ring, whose coordinates have light tails, and the sentence warns', async () => {
    const ring = codesFrom(2000, 2, normal => {
      const [x, y] = [normal(), normal()]
      return [x / Math.hypot(x, y), y / Math.hypot(x, y)]
    })
    const measured = await measureGaussianity(ring)
    // Every point is at the same Mahalanobis distance √2.
    expect(measured.mardia.kurtosis).toBeCloseTo(4, 1)
    expect(measured.mardia.kurtosisScore).toBeLessThan(-20)
    expect(gaussianitySentence(measured)).toMatch(
      /^Far from Gaussian: coordinate [12] has light tails \(excess kurtosis −1\.5\d\), Mardia's kurtosis is 4\.0 where a Gaussian has 8\.0\. Many samples may fall where no image is\.$/,
    )
  })

  test('is seen where each coordinate alone is Gaussian', async () => {
    const crossed = codesFrom(5000, 2, normal => {
      const [x, sign] = [normal(), Math.sign(normal())]
      return [x, sign * x]
    })
    const sentence = gaussianitySentence(await measureGaussianity(crossed))
    expect(sentence).toMatch(
      /^Far from Gaussian: no coordinate alone departs much, Mardia's kurtosis is 1\d\.\d where a Gaussian has 8\.0/,
    )
  })

  test('is told by degrees', async () => {
    // Sums of squares: skewness √(8 / k), excess kurtosis 12 / k.
    const sentenceFor = async (degrees: number) => {
      const sumOfSquares = (normal: () => number) =>
        Array.from({ length: degrees }, normal).reduce((sum, z) => sum + z * z, 0)
      const codes = codesFrom(4000, 2, normal => [sumOfSquares(normal), sumOfSquares(normal)])
      return gaussianitySentence(await measureGaussianity(codes))
    }
    expect(await sentenceFor(400)).toMatch(/^Nearly Gaussian: no coordinate alone departs much, /)
    expect(await sentenceFor(20)).toMatch(/^Not quite Gaussian: coordinate \d leans \(skewness 0\.\d\d\), /)
    expect(await sentenceFor(2)).toMatch(/^Far from Gaussian: coordinate \d has heavy tails /)
  })

  test('counts coordinates that never change, or depend on others, for no dimension', async () => {
    const codes = codesFrom(3000, 3, normal => {
      const x = normal()
      return [x, 0.1, 2 * x]
    })
    const measured = await measureGaussianity(codes)
    expect(measured.coordinates.map(({ isConstant }) => isConstant)).toEqual([false, true, false])
    expect(measured.mardia.dims).toBe(1)
    expect(gaussianitySentence(measured)).toMatch(/ 1 of 3 coordinates never changes\.$/)
    const same = await measureGaussianity(
      codesOf([
        [1, 2],
        [1, 2],
      ]),
    )
    expect(gaussianitySentence(same)).toBe('All codes are the same: there is nothing to draw from.')
  })

  test('takes fewer codes for the skewness of many dimensions, and says how many', async () => {
    const codes = codesFrom(6000, 96, normal => Array.from({ length: 96 }, normal))
    const { mardia } = await measureGaussianity(codes)
    expect(mardia.skewnessCodes).toBeGreaterThan(1000)
    expect(mardia.skewnessCodes).toBeLessThan(6000)
    expect(Math.abs(mardia.kurtosisScore)).toBeLessThan(4)
    const stopped = measureGaussianity(codes, { signal: AbortSignal.abort() })
    await expect(stopped).rejects.toThrow(/abort/i)
  })
})
