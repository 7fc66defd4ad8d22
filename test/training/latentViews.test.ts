import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/runtime/random.ts'
import { principalAngles, type Span } from '../../src/training/latent/angles.ts'
import { codeAt, codesOf } from '../../src/training/latent/codes.ts'
import { normalStream } from '../../src/training/latent/gaussian.ts'
import { coordinateHistogram, histogram } from '../../src/training/latent/histogram.ts'
import { nearestImages } from '../../src/training/latent/nearest.ts'
import {
  codeOnPlane,
  coordinatePlane,
  principalPlane,
  projectToPlane,
} from '../../src/training/latent/plane.ts'

const span = (rows: readonly (readonly number[])[]): Span => ({
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float64Array.from(rows.flat()),
})

function randomSpan(rows: number, columns: number, seed: number): Span {
  const normal = normalStream(seed, 'span')
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, normal) }
}

describe('principal angles', () => {
  test('between two lines and between two planes are known', () => {
    const [line] = principalAngles(span([[1], [0]]), span([[1], [1]]))
    expect(line).toBeCloseTo(Math.PI / 4, 12)
    const planes = principalAngles(
      span([
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      span([
        [1, 0],
        [0, Math.cos(0.3)],
        [0, Math.sin(0.3)],
      ]),
    )
    expect(planes[0]).toBeCloseTo(0, 12)
    expect(planes[1]).toBeCloseTo(0.3, 12)
  })

  test('keep small angles that a cosine cannot tell from 0', () => {
    const [angle] = principalAngles(span([[1], [0], [0]]), span([[1], [1e-10], [0]]))
    expect(angle! / 1e-10).toBeCloseTo(1, 5)
  })

  test('are 0 for the same space under another basis, and the same whichever comes first', () => {
    const a = randomSpan(40, 3, 1)
    const mix = [
      [2, 1, 0],
      [0, -1, 3],
      [1, 0, 0.5],
    ]
    const mixed = Float64Array.from(a.values, (_, i) => {
      const row = Math.floor(i / 3) * 3
      return mix.reduce((sum, weights, k) => sum + a.values[row + k]! * weights[i % 3]!, 0)
    })
    for (const angle of principalAngles(a, { ...a, values: mixed })) expect(angle).toBeLessThan(1e-12)
    const b = randomSpan(40, 5, 2)
    const [there, back] = [principalAngles(a, b), principalAngles(b, a)]
    expect(there).toHaveLength(3)
    for (const [k, angle] of there.entries()) {
      expect(angle).toBeCloseTo(back[k]!, 10)
      expect(angle).toBeGreaterThanOrEqual(there[k - 1] ?? 0)
      expect(angle).toBeLessThanOrEqual(Math.PI / 2)
    }
  })

  test('are right ones between spaces at right angles, and 0 where one holds the other', () => {
    const axes = span([
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 0],
    ])
    const others = span([
      [0, 0],
      [0, 0],
      [3, 0],
      [1, 2],
    ])
    for (const angle of principalAngles(axes, others)) expect(angle).toBeCloseTo(Math.PI / 2, 12)
    const [held, ...more] = principalAngles(axes, span([[1], [1], [0], [0]]))
    expect(held).toBeCloseTo(0, 12)
    expect(more).toEqual([])
  })

  test('count columns that depend on others, or are 0, for none', () => {
    const flat = span([
      [1, 2, 0],
      [1, 2, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(principalAngles(flat, randomSpan(4, 2, 3))).toHaveLength(1)
    expect(principalAngles(span([[0], [0]]), span([[1], [0]]))).toEqual([])
    expect(() => principalAngles(randomSpan(3, 1, 1), randomSpan(4, 1, 1))).toThrow('they have 3 and 4')
  })
})

describe('the nearest training image', () => {
  const size = 70
  const random = randomStream(1, 'images')
  const pixels = Uint8Array.from({ length: 500 * size }, () => 256 * random())
  const images = { count: 500, pixels }

  test('is the one that a plain search finds', async () => {
    const queries = Float32Array.from({ length: 6 * size }, () => random())
    const found = await nearestImages(queries, images, size)
    for (let query = 0; query < 6; query++) {
      const distances = Array.from({ length: 500 }, (_, image) => {
        let sum = 0
        for (let p = 0; p < size; p++)
          sum += (queries[query * size + p]! - pixels[image * size + p]! / 255) ** 2
        return sum / size
      })
      const least = Math.min(...distances)
      expect(found[query]!.index).toBe(distances.indexOf(least))
      expect(found[query]!.mse).toBeCloseTo(least, 6)
    }
  })

  test('of a training image is itself, the first of equal ones', async () => {
    const twice = Uint8Array.from([...pixels.subarray(0, 3 * size), ...pixels.subarray(0, 3 * size)])
    const query = Float32Array.from(pixels.subarray(2 * size, 3 * size), byte => byte / 255)
    expect(await nearestImages(query, { count: 6, pixels: twice }, size)).toEqual([{ index: 2, mse: 0 }])
  })

  test('is searched with progress, can be stopped, and needs images', async () => {
    const seen: number[] = []
    const query = new Float32Array(size)
    await nearestImages(query, images, size, { onProgress: done => seen.push(done) })
    expect(seen.at(-1)).toBe(1)
    const stopped = nearestImages(query, images, size, { signal: AbortSignal.abort() })
    await expect(stopped).rejects.toThrow(/abort/i)
    await expect(nearestImages(query, { count: 0, pixels }, size)).rejects.toThrow('no training images')
    await expect(nearestImages(new Float32Array(71), images, size)).rejects.toThrow('70 values each; 71')
  })
})

describe('a histogram', () => {
  test('puts a value into the bin whose lower edge it has, the largest into the last', () => {
    const { counts, from, to, left } = histogram(Float32Array.of(0, 0.5, 1, 1.5, 2), { bins: 2 })
    expect([from, to, left]).toEqual([0, 2, 0])
    expect([...counts]).toEqual([2, 3])
  })

  test('counts every value once, and those outside of its range apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noDefaultInfinity: true, min: -100, max: 100 })),
        fc.integer({ min: 1, max: 50 }),
        (list, bins) => {
          const values = Float32Array.from(list)
          for (const options of [{ bins }, { bins, range: [-10, 10] as const }]) {
            const { counts, left } = histogram(values, options)
            expect(counts).toHaveLength(bins)
            expect(counts.reduce((sum, each) => sum + each, 0) + left).toBe(values.length)
          }
          expect(histogram(values, { bins }).left).toBe(list.filter(value => Number.isNaN(value)).length)
        },
      ),
    )
  })

  test('has bins around equal values, and none to count without values', () => {
    const { from, to, counts } = histogram(Float32Array.of(3, 3, 3), { bins: 3 })
    expect([from, to, ...counts]).toEqual([1.5, 4.5, 0, 3, 0])
    // A single small bias is not drawn as if it could be anything from −20 to 20.
    const bias = histogram(Float32Array.of(-0.04))
    expect([bias.from, bias.to].map(edge => Number(edge.toFixed(6)))).toEqual([-0.06, -0.02])
    expect(histogram(new Float32Array(5))).toMatchObject({ from: -0.5, to: 0.5 })
    expect([...histogram(new Float32Array(), { bins: 2 }).counts]).toEqual([0, 0])
    expect(() => histogram(Float32Array.of(1), { bins: 0 })).toThrow('at least 1; it is 0')
  })

  test('of a coordinate reads that coordinate', () => {
    const codes = codesOf([
      [0, 5],
      [1, 5],
      [1, 6],
    ])
    expect([...coordinateHistogram(codes, 1, { bins: 2, range: [5, 7] }).counts]).toEqual([2, 1])
    expect(() => coordinateHistogram(codes, 2)).toThrow('0 to 1; 2 was asked for')
  })
})

describe('a plane through the codes', () => {
  const normal = normalStream(9, 'plane')
  const rows = Array.from({ length: 400 }, () => {
    const [x, y, z] = [5 * normal(), 2 * normal(), 0.1 * normal()]
    return [1 + x * 0.6 - y * 0.8, 2 + z, 3 + x * 0.8 + y * 0.6]
  })
  const codes = codesOf(rows)

  test('along the principal components has the directions and shares of the variance', () => {
    const { origin, axes, shares } = principalPlane(codes)
    expect(Math.abs(origin[1]! - 2)).toBeLessThan(0.05)
    expect(Math.abs(axes[0][0]! - 0.6)).toBeLessThan(0.1)
    expect(Math.abs(axes[0][2]! - 0.8)).toBeLessThan(0.1)
    expect(shares[0]).toBeGreaterThan(shares[1])
    expect(shares[0] + shares[1]).toBeGreaterThan(0.999)
  })

  test('gives a code back from its point, for codes that lie on it', () => {
    for (const plane of [principalPlane(codes), coordinatePlane(codes, 2, 0)]) {
      const one = codeOnPlane(plane, 1.5, -2)
      const [x, y] = projectToPlane(plane, { count: 1, dims: 3, values: one })
      expect(x).toBeCloseTo(1.5, 5)
      expect(y).toBeCloseTo(-2, 5)
    }
  })

  test('of two coordinates reads them as they are and leaves the others at their mean', () => {
    const plane = coordinatePlane(codes, 2, 0)
    const points = projectToPlane(plane, codes)
    for (let i = 0; i < 5; i++) {
      expect(points[2 * i]).toBeCloseTo(codeAt(codes, i)[2]!, 5)
      expect(points[2 * i + 1]).toBeCloseTo(codeAt(codes, i)[0]!, 5)
    }
    expect(codeOnPlane(plane, 0, 0)[1]).toBeCloseTo(2, 1)
  })

  test('needs two different coordinates', () => {
    expect(() => principalPlane(codesOf([[1], [2]]))).toThrow('at least 2 coordinates; these have 1')
    expect(() => coordinatePlane(codes, 1, 1)).toThrow('0 to 2; it has 1 and 1')
    expect(() => coordinatePlane(codes, 0, 3)).toThrow('it has 0 and 3')
  })
})
