import { expect, test } from 'vitest'
import { anglesCsv, formatAngle, printAngles } from '../../src/editor/dock/train/anglesFigure.ts'

const right = Math.PI / 2

test('a figure of angles has a bar for each direction, as tall as its angle of 90°, and says it', () => {
  const svg = printAngles([0, right / 3, right], 'Linear & more')
  expect(svg).toContain('Linear &amp; more')
  const heights = [...svg.matchAll(/<rect x[^>]* height="([\d.]+)"/g)].map(([, height]) => Number(height))
  expect(heights[0]).toBe(0)
  expect(heights[1]! / heights[2]!).toBeCloseTo(1 / 3)
  for (const words of ['0.0°', '30°', '90°', 'angle to PCA’s components']) expect(svg).toContain(`>${words}<`)
})

test('where there are many directions, their numbers keep apart', () => {
  const svg = printAngles(Array(128).fill(0.1), 'Wide')
  const marks = [...svg.matchAll(/<text x="([\d.]+)" y="320"/g)].map(([, x]) => Number(x))
  expect(marks).toHaveLength(16)
  expect(marks[1]! - marks[0]!).toBeGreaterThan(24)
})

test('angles are written in degrees', () => {
  expect(anglesCsv([0, right])).toBe('direction,angle_in_degrees\n1,0\n2,90\n')
  expect([0.001, 0.5].map(formatAngle)).toEqual(['0.1°', '29°'])
})
