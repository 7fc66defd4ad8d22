import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thereAndBack } from '../../src/analyze/thereAndBack.ts'

const halving = { kernelSize: 4, stride: 2, padding: 1, dilation: 1 }

describe('a size that goes through a convolution and its transposed twin', () => {
  test('comes back where the stride rounds nothing away', () => {
    expect(thereAndBack(halving, 0, 28)).toEqual({ from: 28, there: 14, back: 28, needed: 0 })
  })

  test('comes back smaller where it does, and whole with the output_padding that is named', () => {
    expect(thereAndBack(halving, 0, 29)).toEqual({ from: 29, there: 14, back: 28, needed: 1 })
    expect(thereAndBack(halving, 1, 29)?.back).toBe(29)
  })

  test('has no way where the window does not fit', () => {
    expect(thereAndBack({ ...halving, padding: 0 }, 0, 3)).toBeUndefined()
  })

  test('needs less than one stride of output_padding, whatever the settings', () => {
    const settings = fc.record({
      kernelSize: fc.integer({ min: 1, max: 7 }),
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.integer({ min: 0, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(settings, fc.integer({ min: 1, max: 64 }), (shared, from) => {
        const trip = thereAndBack(shared, 0, from)
        if (!trip) return
        expect(trip.needed).toBeGreaterThanOrEqual(0)
        expect(trip.needed).toBeLessThan(shared.stride)
        expect(thereAndBack(shared, trip.needed, from)?.back).toBe(from)
      }),
    )
  })
})
