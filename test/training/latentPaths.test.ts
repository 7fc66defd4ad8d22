import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeAt, codesOf } from '../../src/training/latent/codes.ts'
import { alongPolygon, interpolate, polygonStrip } from '../../src/training/latent/interpolate.ts'

const code = (...values: number[]): Float32Array => Float32Array.from(values)
const coordinate = fc.double({ min: -5, max: 5, noNaN: true })
const pair = fc.integer({ min: 1, max: 12 }).chain(dims => {
  const one = fc.array(coordinate, { minLength: dims, maxLength: dims }).map(values => code(...values))
  return fc.tuple(one, one)
})

function expectNear(actual: Float32Array, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length)
  for (const [k, value] of actual.entries()) expect(Math.abs(value - expected[k]!)).toBeLessThan(tolerance)
}

describe('a path between two codes', () => {
  test('goes straight through the weighted mean', () => {
    expectNear(interpolate(code(0, 4), code(2, 0), 0.25, { form: 'straight' }), [0.5, 3])
  })

  test('goes along an arc, evenly in angle and in length', () => {
    expectNear(interpolate(code(1, 0), code(0, 1), 1 / 3, { form: 'spherical' }), [Math.sqrt(3) / 2, 0.5])
    const between = interpolate(code(2, 0, 0), code(0, 0, 4), 0.5, { form: 'spherical' })
    expectNear(between, [3 * Math.SQRT1_2, 0, 3 * Math.SQRT1_2])
  })

  test('goes around a centre that is not the origin', () => {
    const options = { form: 'spherical', centre: code(10, 10) } as const
    expectNear(interpolate(code(11, 10), code(10, 11), 0.5, options), [10 + Math.SQRT1_2, 10 + Math.SQRT1_2])
  })

  test('starts and ends at its codes, backwards as forwards, in both forms', () => {
    fc.assert(
      fc.property(
        pair,
        fc.constantFrom('straight', 'spherical'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([a, b], form, t) => {
          expectNear(interpolate(a, b, 0, { form }), a)
          expectNear(interpolate(a, b, 1, { form }), b)
          // Close to opposite each other the arc hangs on the last digits.
          const cosine =
            a.reduce((sum, value, k) => sum + value * b[k]!, 0) / (Math.hypot(...a) * Math.hypot(...b))
          if (!(cosine < -0.999))
            expectNear(interpolate(a, b, t, { form }), interpolate(b, a, 1 - t, { form }), 1e-3)
        },
      ),
    )
  })

  test('on an arc stays between the lengths of its ends', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 0, max: 1, noNaN: true }), ([a, b], t) => {
        const [p, q] = [Math.hypot(...a), Math.hypot(...b)]
        const cosine = a.reduce((sum, value, k) => sum + value * b[k]!, 0) / (p * q)
        fc.pre(cosine > -0.999)
        const length = Math.hypot(...interpolate(a, b, t, { form: 'spherical' }))
        expect(Math.abs(length - ((1 - t) * p + t * q))).toBeLessThan(1e-3)
      }),
    )
  })

  test('is straight where there is no arc: from the centre, and between opposite codes', () => {
    expectNear(interpolate(code(0, 0), code(2, 2), 0.5, { form: 'spherical' }), [1, 1])
    expectNear(interpolate(code(1, 0), code(-1, 0), 0.25, { form: 'spherical' }), [0.5, 0])
    expectNear(interpolate(code(1, 2), code(1, 2), 0.3, { form: 'spherical' }), [1, 2])
  })
})

describe('a polygon of codes', () => {
  const corners = codesOf([
    [0, 0],
    [1, 0],
    [1, 10],
  ])

  test('gives each side the same share, however long it is', () => {
    expectNear(alongPolygon(corners, 0.25, { form: 'straight' }), [0.5, 0])
    expectNear(alongPolygon(corners, 0.5, { form: 'straight' }), [1, 0])
    expectNear(alongPolygon(corners, 0.75, { form: 'straight' }), [1, 5])
    expectNear(alongPolygon(corners, 7, { form: 'straight' }), [1, 10])
  })

  test('goes back to its first corner where it is closed', () => {
    expectNear(alongPolygon(corners, 1, { form: 'straight', isClosed: true }), [0, 0])
    expectNear(alongPolygon(corners, 5 / 6, { form: 'straight', isClosed: true }), [0.5, 5])
  })

  test('is drawn as a strip with the corners in it', () => {
    const strip = polygonStrip(corners, 5, { form: 'straight' })
    expect(strip.count).toBe(5)
    for (const [frame, corner] of [
      [0, 0],
      [2, 1],
      [4, 2],
    ] as const)
      expectNear(codeAt(strip, frame), codeAt(corners, corner))
  })

  test('has 2 to 5 corners', () => {
    expect(() => alongPolygon(codesOf([[1]]), 0, { form: 'straight' })).toThrow('2 to 5 codes; there are 1')
    const six = codesOf([[1], [2], [3], [4], [5], [6]])
    expect(() => polygonStrip(six, 3, { form: 'straight' })).toThrow('there are 6')
  })
})

test('codes of different lengths are refused', () => {
  expect(() => codesOf([[1, 2], [3]])).toThrow('Code 1 has 1 coordinates; the first has 2')
})
