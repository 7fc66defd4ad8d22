import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFft } from '../../src/analyze/fft.ts'
import {
  isLargeEnough,
  meanSpectrum,
  type Pictures,
  patternEnergy,
  predictedFrequencies,
} from '../../src/analyze/spectrum.ts'
import { randomStream } from '../../src/runtime/random.ts'

const pictures = (
  count: number,
  height: number,
  width: number,
  value: (y: number, x: number, picture: number) => number,
): Pictures => ({
  count,
  height,
  width,
  values: Float32Array.from({ length: count * height * width }, (_, i) => {
    const at = i % (height * width)
    return value(Math.floor(at / width), at % width, Math.floor(i / (height * width)))
  }),
})

/** Noise of variance 1 that no pixel shares with another. */
const noise = () => {
  const next = randomStream(3, 'noise')
  return () => (2 * next() - 1) * Math.sqrt(3)
}

describe('the transform', () => {
  test('is the sum that defines it, for every length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
          minLength: 1,
          maxLength: 40,
        }),
        values => {
          const length = values.length
          const [real, imaginary] = [values.map(v => v[0]), values.map(v => v[1])].map(part =>
            Float64Array.from(part),
          ) as [Float64Array, Float64Array]
          createFft(length)(real, imaginary)
          for (let k = 0; k < length; k++) {
            let [sumReal, sumImaginary] = [0, 0]
            values.forEach(([a, b], n) => {
              const angle = (-2 * Math.PI * k * n) / length
              sumReal += a * Math.cos(angle) - b * Math.sin(angle)
              sumImaginary += a * Math.sin(angle) + b * Math.cos(angle)
            })
            expect(real[k]).toBeCloseTo(sumReal, 8)
            expect(imaginary[k]).toBeCloseTo(sumImaginary, 8)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the mean spectrum', () => {
  test('of a pattern of period 2 lies on its bin and the neighbours, with the power that the window gives it', () => {
    const { power, width } = meanSpectrum(
      pictures(1, 16, 24, (_, x) => (x % 2 === 0 ? 5 : -5)),
      [2, 2],
    )
    // |a·ΣwΣw|² / (Σw²Σw²) with Σw = N/2 and Σw² = 3N/8.
    expect(power[12]).toBeCloseTo((25 * 16 * 24 * 4) / 9, 6)
    expect(power[11]! / power[12]!).toBeCloseTo(1 / 4, 9)
    expect(power[width + 12]! / power[12]!).toBeCloseTo(1 / 4, 9)
    for (const bin of [8, 9, 10, 2 * width + 12, 5]) expect(power[bin]).toBeCloseTo(0, 12)
  })

  test('of white noise is its variance everywhere, and 0 at frequency 0', () => {
    const { power } = meanSpectrum(pictures(200, 16, 16, noise()), [2, 2])
    expect(power[0]).toBeCloseTo(0, 12)
    const mean = power.reduce((sum, value) => sum + value, 0) / (power.length - 1)
    expect(mean).toBeGreaterThan(0.93)
    expect(mean).toBeLessThan(1.05)
  })

  test('cuts pictures to whole periods around their middle', () => {
    expect(
      meanSpectrum(
        pictures(1, 28, 29, () => 0),
        [3, 4],
      ),
    ).toMatchObject({ height: 27, width: 28 })
  })
})

describe('energy at predicted frequencies', () => {
  test('of white noise is 0 dB', () => {
    for (const period of [
      [2, 2],
      [4, 4],
      [1, 3],
    ] as const) {
      const found = patternEnergy(meanSpectrum(pictures(200, 28, 28, noise()), period), period)
      expect(Math.abs(found!.decibels)).toBeLessThan(0.6)
    }
  })

  test('of a pattern in noise is the ratio of their powers', () => {
    const draw = noise()
    const checker = pictures(300, 16, 16, (y, x) => draw() + 0.5 * (-1) ** (y + x))
    const found = patternEnergy(meanSpectrum(checker, [2, 2]), [2, 2])!
    // One of three frequencies carries 0.25·256·4/9 above the noise of 1, the others nothing.
    const expected = (3 + (0.25 * 256 * 4) / 9) / 3
    expect(found.ratio / expected).toBeGreaterThan(0.9)
    expect(found.ratio / expected).toBeLessThan(1.1)
  })

  test('of a pattern alone is without bounds, and names its period', () => {
    const stripes = pictures(1, 32, 32, (_, x) => [4, 1, 1, 1][x % 4]!)
    const found = patternEnergy(meanSpectrum(stripes, [4, 4]), [4, 4])!
    expect(found.decibels).toBeGreaterThan(80)
    expect(found.byPeriod.map(each => each.period)).toEqual([2, 4])
  })

  test('does not take smooth pictures, or constant ones, for a pattern', () => {
    const smooth = pictures(8, 28, 28, (y, x, i) => Math.exp(-((y - 9 - i) ** 2 + (x - 14) ** 2) / 30))
    expect(patternEnergy(meanSpectrum(smooth, [2, 2]), [2, 2])!.decibels).toBeLessThan(1)
    const flat = pictures(1, 28, 28, () => 0.7)
    expect(patternEnergy(meanSpectrum(flat, [2, 2]), [2, 2])!.decibels).toBeCloseTo(0, 6)
    const black = pictures(1, 28, 28, () => 0)
    expect(patternEnergy(meanSpectrum(black, [2, 2]), [2, 2])!.decibels).toBeCloseTo(0, 6)
  })

  test('needs five periods a side, and a period', () => {
    expect(isLargeEnough({ height: 28, width: 28 }, [4, 4])).toBe(true)
    expect(isLargeEnough({ height: 28, width: 28 }, [7, 7])).toBe(false)
    const plain = meanSpectrum(
      pictures(1, 28, 28, () => 1),
      [1, 1],
    )
    expect(patternEnergy(plain, [1, 1])).toBeUndefined()
    expect(patternEnergy(plain, [14, 14])).toBeUndefined()
  })

  test('lies at the multiples of 1/period on both axes', () => {
    expect(predictedFrequencies([1, 3]).map(each => each.cycles)).toEqual([
      [0, 1],
      [0, 2],
    ])
    expect(predictedFrequencies([4, 4]).filter(each => each.period === 2)).toHaveLength(3)
    expect(predictedFrequencies([2, 3]).find(each => each.cycles.join() === '1,1')!.period).toBe(6)
  })
})
