import { describe, expect, test } from 'vitest'
import { type Drawing, normaliseDrawing } from '../../../src/editor/latent/drawing.ts'

/** A filled box on a pad of 100×100. */
function box(left: number, top: number, width: number, height: number): Drawing {
  const values = new Float32Array(100 * 100)
  for (let y = top; y < top + height; y++) values.fill(1, y * 100 + left, y * 100 + left + width)
  return { width: 100, height: 100, values }
}

/** The centre of mass and the outermost rows and columns that are not black. */
function measure(bytes: Uint8Array, side: number) {
  let [mass, x, y] = [0, 0, 0]
  const columns = new Set<number>()
  const rows = new Set<number>()
  bytes.forEach((byte, i) => {
    mass += byte
    x += byte * ((i % side) + 0.5)
    y += byte * (Math.floor(i / side) + 0.5)
    if (byte > 127) {
      columns.add(i % side)
      rows.add(Math.floor(i / side))
    }
  })
  return { x: x / mass, y: y / mass, width: columns.size, height: rows.size }
}

describe('a drawing', () => {
  test('fills 20 of 28 pixels, wherever and however large it was drawn, with its mass in the middle', () => {
    for (const drawing of [box(5, 10, 20, 60), box(60, 40, 10, 30)]) {
      const found = measure(normaliseDrawing(drawing, [1, 28, 28])!, 28)
      expect(found.height).toBe(20)
      expect(found.width).toBeGreaterThanOrEqual(6)
      expect(found.width).toBeLessThanOrEqual(7)
      expect(found.x).toBeCloseTo(14, 1)
      expect(found.y).toBeCloseTo(14, 1)
    }
  })

  test('is centred by its mass, not by its box', () => {
    const heavy = box(20, 20, 30, 30)
    // A thin tail to the right widens the box alone.
    for (let x = 50; x < 90; x++) heavy.values[35 * 100 + x] = 1
    expect(measure(normaliseDrawing(heavy, [1, 28, 28])!, 28).x).toBeCloseTo(14, 0)
  })

  test('becomes as many channels and pixels as the images have', () => {
    const bytes = normaliseDrawing(box(20, 20, 40, 40), [3, 16, 16])!
    expect(bytes).toHaveLength(3 * 16 * 16)
    const middle = (8 * 16 + 8) * 3
    expect([...bytes.subarray(middle, middle + 3)]).toEqual([255, 255, 255])
  })

  test('is none where nothing was drawn', () => {
    expect(normaliseDrawing(box(0, 0, 0, 0), [1, 28, 28])).toBeUndefined()
  })
})
