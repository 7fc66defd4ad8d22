import fc from 'fast-check'
import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/runtime/random.ts'
import { codeAt, codesOf } from '../../src/training/latent/codes.ts'
import { type ImageBytes, pixelMoments } from '../../src/training/pca/covariance.ts'
import { symmetricEigen } from '../../src/training/pca/eigen.ts'
import { createPace } from '../../src/training/pca/pace.ts'
import { fitPca, fittedMse, type Pca, totalVariance } from '../../src/training/pca/pca.ts'
import { decodePca, encodePca, pcaGaussian, pcaMse, reconstructPca } from '../../src/training/pca/project.ts'

/** Images whose pixels are 0 in part, and depend on each other. */
function blobs(count: number, size: number, seed = 1): ImageBytes {
  const random = randomStream(seed, 'blobs')
  const pixels = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    const [middle, bright] = [random() * size, 100 + 140 * random()]
    for (let p = 0; p < size; p++) {
      pixels[i * size + p] = Math.max(0, bright * (1 - Math.abs(p - middle) / 4) + 20 * random() - 10)
    }
  }
  return { count, pixels }
}

/** The error by its definition, from the rebuilt images. */
async function plainMse(pca: Pca, images: ImageBytes, dims: number): Promise<number> {
  const rebuilt = await reconstructPca(pca, images, dims)
  let sum = 0
  for (let i = 0; i < rebuilt.length; i++) sum += (images.pixels[i]! / 255 - rebuilt[i]!) ** 2
  return sum / rebuilt.length
}

describe('the covariance of pixels', () => {
  test('is the one of its definition, for any bytes and more than a block of images', async () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 7 }), fc.integer())
    await fc.assert(
      fc.asyncProperty(cases, async ([count, size, seed]) => {
        const random = randomStream(seed, 'bytes')
        const byte = () => (random() < 0.5 ? 0 : Math.floor(256 * random()))
        const pixels = Uint8Array.from({ length: count * size }, byte)
        const { mean, covariance } = await pixelMoments({ count, pixels }, size, createPace({}))
        const x = (i: number, p: number) => pixels[i * size + p]! / 255
        const meanOf = (f: (i: number) => number) =>
          Array.from({ length: count }, (_, i) => f(i)).reduce((sum, value) => sum + value, 0) / count
        for (let a = 0; a < size; a++) {
          expect(mean[a]).toBeCloseTo(
            meanOf(i => x(i, a)),
            12,
          )
          for (let b = 0; b < size; b++) {
            const plain = meanOf(i => (x(i, a) - mean[a]!) * (x(i, b) - mean[b]!))
            expect(covariance[a * size + b]).toBeCloseTo(plain, 12)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  test('of equal images is exactly 0', async () => {
    const pixels = Uint8Array.from({ length: 999 * 2 }, (_, i) => (i % 2 === 0 ? 77 : 201))
    const { mean, covariance } = await pixelMoments({ count: 999, pixels }, 2, createPace({}))
    expect([...mean]).toEqual([77 / 255, 201 / 255])
    expect([...covariance]).toEqual([0, 0, 0, 0])
  })
})

test('eigenvectors come with the largest value first, at right angles, their largest entry positive', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, -1, 0, -1, 2, -1, 0, -1, 2), 3)
  for (const [k, value] of [2 + Math.SQRT2, 2, 2 - Math.SQRT2].entries())
    expect(values[k]).toBeCloseTo(value, 12)
  const matrix = Matrix.from1DArray(3, 3, [...vectors])
  const product = matrix.transpose().mmul(matrix)
  expect(Matrix.sub(product, Matrix.eye(3)).norm()).toBeLessThan(1e-12)
  for (const [k, entry] of [-0.5, Math.SQRT1_2, -0.5].entries())
    expect(matrix.get(k, 0)).toBeCloseTo(entry, 12)
})

test('the largest entry of every eigenvector is positive, also of those that are found the other way round', () => {
  const size = 9
  const random = randomStream(4, 'matrix')
  const half = Array.from({ length: size * size }, () => random() - 0.5)
  const matrix = Float64Array.from(
    half,
    (value, i) => value + half[(i % size) * size + Math.floor(i / size)]!,
  )
  const { vectors } = symmetricEigen(matrix, size)
  for (let k = 0; k < size; k++) {
    const column = [...vectors].filter((_, i) => i % size === k)
    expect(Math.max(...column)).toBe(Math.max(...column.map(Math.abs)))
  }
})

test('work that is to stop does so at once, not at the end of a slice of time', async () => {
  const abort = new AbortController()
  const pace = createPace({ signal: abort.signal })
  await pace(0.1)
  abort.abort(new Error('Stopped.'))
  await expect(pace(0.2)).rejects.toThrow('Stopped.')
})

describe('PCA', () => {
  const size = 12
  const train = blobs(300, size)
  const others = blobs(80, size, 2)

  test('of points on a line finds the line', async () => {
    const line = { count: 4, pixels: Uint8Array.from([0, 10, 30, 50, 60, 90, 90, 130]) }
    const pca = await fitPca(line, { size: 2, dims: 1 })
    expect(pca.basis[0]).toBeCloseTo(3 / 5, 12)
    expect(pca.basis[1]).toBeCloseTo(4 / 5, 12)
    expect(pca.eigenvalues[0]! * 255 ** 2).toBeCloseTo((75 ** 2 + 25 ** 2) / 2, 8)
    expect(pca.eigenvalues[1]).toBeCloseTo(0, 12)
    const codes = await encodePca(pca, line)
    for (const [i, place] of [-75, -25, 25, 75].entries())
      expect(codes.values[i]! * 255).toBeCloseTo(place, 4)
  })

  test('has the error that its reconstructions have, for many dims at once, on any images', async () => {
    const pca = await fitPca(train, { size, dims: size })
    const dims = [5, 1, 2, size]
    for (const images of [train, others]) {
      const mse = await pcaMse(pca, images, dims)
      for (const [i, each] of dims.entries()) expect(mse[i]).toBeCloseTo(await plainMse(pca, images, each), 7)
    }
    for (const [i, mse] of (await pcaMse(pca, train, dims)).entries()) {
      expect(mse).toBeCloseTo(fittedMse(pca, dims[i]!), 12)
    }
    expect(totalVariance(pca)).toBeCloseTo(fittedMse(pca, 0) * size, 12)
  })

  test('is better than any other plane', async () => {
    const pca = await fitPca(train, { size, dims: 2 })
    const best = fittedMse(pca, 2)
    const random = randomStream(3, 'planes')
    for (let i = 0; i < 20; i++) {
      const turned = [...pca.basis].map(entry => entry + 0.2 * (random() - 0.5))
      const u = Matrix.columnVector(turned.filter((_, k) => k % 2 === 0))
      const v = Matrix.columnVector(turned.filter((_, k) => k % 2 === 1))
      u.div(u.norm())
      v.sub(Matrix.mul(u, u.dot(v)))
      v.div(v.norm())
      const basis = Float64Array.from(turned, (_, k) => (k % 2 === 0 ? u : v).get(k >> 1, 0))
      expect(await plainMse({ ...pca, basis }, train, 2)).toBeGreaterThan(best)
    }
  })

  test('decodes what it encodes, and a code at the origin to the mean image', async () => {
    const pca = await fitPca(train, { size, dims: 4 })
    for (const [p, value] of decodePca(pca, codesOf([[0, 0, 0, 0]])).entries()) {
      expect(value).toBeCloseTo(pca.mean[p]!, 6)
    }
    for (const [p, value] of decodePca(pca, codesOf([[0, 0, 0.5]])).entries()) {
      expect(value).toBeCloseTo(pca.mean[p]! + 0.5 * pca.basis[p * 4 + 2]!, 6)
    }
    expect((await encodePca(pca, others, 3)).dims).toBe(3)
    const all = await fitPca(train, { size, dims: size })
    for (const [i, value] of (await reconstructPca(all, others)).entries()) {
      expect(value).toBeCloseTo(others.pixels[i]! / 255, 6)
    }
  })

  test("knows the Gaussian of the training images' codes", async () => {
    const pca = await fitPca(train, { size, dims: 3 })
    const { mean, factor } = pcaGaussian(pca, 2)
    const codes = await encodePca(pca, train, 2)
    expect([...mean]).toEqual([0, 0])
    for (let k = 0; k < 2; k++) {
      let variance = 0
      for (let i = 0; i < codes.count; i++) variance += codeAt(codes, i)[k]! ** 2 / codes.count
      expect(factor[k * 2 + k]! ** 2).toBeCloseTo(variance, 6)
    }
    expect([factor[1], factor[2]]).toEqual([0, 0])
  })

  test('is the same every time', async () => {
    expect(await fitPca(train, { size, dims: 4 })).toEqual(await fitPca(train, { size, dims: 4 }))
  })

  test('tells its progress up to 1, and stops when it is told to', async () => {
    const many = blobs(20_000, 100)
    const seen: number[] = []
    await fitPca(many, { size: 100, dims: 2, onProgress: done => seen.push(done) })
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.at(-1)).toBe(1)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    const abort = new AbortController()
    const fitting = fitPca(many, {
      size: 100,
      dims: 2,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    })
    await expect(fitting).rejects.toThrow(/abort/i)
    const pca = await fitPca(train, { size, dims: 2 })
    await expect(pcaMse(pca, train, [2], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
  })

  test('refuses what does not fit, saying what would', async () => {
    const refusal = async (images: ImageBytes, size: number, dims: number) =>
      fitPca(images, { size, dims }).then(
        () => '',
        (error: Error) => error.message,
      )
    expect(await refusal(train, size, 13)).toContain('a whole number from 1 to 12; it is 13')
    expect(await refusal({ count: 0, pixels: new Uint8Array() }, size, 1)).toContain('at least one image')
    expect(await refusal({ count: 2, pixels: new Uint8Array(3) }, 2, 1)).toContain(
      'need 4 bytes; there are 3',
    )
    expect(await refusal({ count: 1, pixels: new Uint8Array(4000) }, 4000, 1)).toContain('up to 3072 values')
    const pca = await fitPca(train, { size, dims: 2 })
    await expect(encodePca(pca, train, 3)).rejects.toThrow('1 to 2 components; 3 were')
    await expect(pcaMse(pca, train, [1, 0])).rejects.toThrow('0 were asked for')
  })
})
