import { describe, expect, test } from 'vitest'
import { silhouettePath } from '../../src/editor/canvas/silhouette.ts'
import { barThickness, barWidth, glyphOf, sideOf } from '../../src/editor/canvas/tensorSize.ts'
import { boundsOf, firstView, fitTo, spanFor } from '../../src/editor/canvas/viewport.ts'
import { freePath, lanePath } from '../../src/editor/canvas/wirePath.ts'

describe('a tensor on the canvas', () => {
  test('is as wide as its side, a vector as the square root of its length', () => {
    expect(sideOf([32, 9, 9])).toBe(9)
    expect(sideOf([784])).toBe(28)
    expect(sideOf([3, 4, 16])).toBe(8)
    expect(barWidth([1, 28, 28], 28, 560)).toBe(560)
    expect(barWidth([8, 1, 1], 28, 560)).toBe(20)
    expect(barWidth([8, 1, 1], 1000, 560)).toBe(4)
  })

  test('is as thick as the logarithm of its channels', () => {
    expect([1, 8, 32].map(barThickness)).toEqual([2.5, 4.6, 6])
    expect(barThickness(1 << 20)).toBeLessThan(10)
  })

  test('has one sheet in its glyph, or three from 32 channels on, unless it is tiny', () => {
    expect(glyphOf([1, 28, 28], 28)).toMatchObject({ width: 17.5, height: 17.5, sheets: 1 })
    expect(glyphOf([8, 24, 24], 28).sheets).toBe(2)
    expect(glyphOf([32, 24, 24], 28).sheets).toBe(3)
    expect(glyphOf([32, 1, 1], 28)).toMatchObject({ width: 3.5, sheets: 1 })
    expect(glyphOf([1, 10, 20], 20)).toMatchObject({ width: 17.5, height: 8.75 })
  })
})

describe('the silhouette', () => {
  const bands = [
    { top: 30, bottom: 50, width: 100 },
    { top: 80, bottom: 100, width: 40 },
  ]

  test('goes down one side with a shoulder between tensors, and up the other', () => {
    expect(silhouettePath(0, 15, bands, 110)).toBe(
      'M 50 15 L 50 50 C 50 65 20 65 20 80 L 20 110 L -20 110 L -20 80 C -20 65 -50 65 -50 50 L -50 15 Z',
    )
  })

  test('has the same commands for other widths, so that it can be animated', () => {
    const commands = (path: string) => path.replace(/[^A-Z]/g, '')
    const other = bands.map(band => ({ ...band, width: band.width + 7 }))
    expect(commands(silhouettePath(3, 15, other, 120))).toBe(commands(silhouettePath(0, 15, bands, 110)))
    expect(silhouettePath(0, 0, [], 10)).toBe('')
  })
})

describe('wires outside a column', () => {
  test('leave downwards and arrive from above', () => {
    const { path, label } = freePath({ x: 0, y: 0 }, { x: 300, y: 100 })
    expect(path).toBe('M 0 0 C 0 50 300 50 300 100')
    expect(label.x).toBeGreaterThan(0)
    expect(label.x).toBeLessThan(150)
  })

  test('reach a port above by a bow', () => {
    expect(freePath({ x: 0, y: 100 }, { x: 200, y: 0 }).path).toMatch(/^M 0 100 C 0 1[67]\d/)
  })

  test('follow their lane past other cards', () => {
    const { path, label } = lanePath({ x: 0, y: 0 }, { x: 0, y: 400 }, -320)
    expect(path).toContain('L -320 380')
    expect(label).toEqual({ x: -320, y: 200 })
  })
})

describe('the view', () => {
  test('gives the widest tensor 560 px where there is room, less on a narrow canvas', () => {
    expect(spanFor(945)).toEqual({ span: 560, isCompact: false })
    expect(spanFor(745).span).toBeLessThan(560)
    expect(spanFor(712).isCompact).toBe(true)
    expect(spanFor(300).span).toBe(380)
  })

  const bounds = { left: -400, right: 400, top: 0, bottom: 500 }

  test('is at 100 % where all fits, else as large as it can be', () => {
    expect(fitTo(bounds, 1000, 700)).toEqual({ x: 500, y: 100, zoom: 1 })
    expect(fitTo(bounds, 416, 700).zoom).toBe(0.5)
  })

  test('begins at the top at 100 % where fitting would make it unreadable', () => {
    expect(firstView({ ...bounds, bottom: 25_000 }, 1000, 700)).toEqual({ x: 500, y: 20, zoom: 1 })
  })

  test('has nothing to show of an empty page', () => {
    const empty = { placed: new Map(), drawings: [], ladder: 294 }
    expect(boundsOf(empty as unknown as Parameters<typeof boundsOf>[0], [], false)).toBeUndefined()
  })
})
