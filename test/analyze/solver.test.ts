import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sideAfter, solveAxisChain, solveSide } from '../../src/analyze/solver.ts'

describe('the solver', () => {
  test('takes 7 to 14 with kernel 4, stride 2, padding 1 or kernel 2, stride 2, both even', () => {
    const [first, second] = solveSide(7, 14)
    expect(
      [first, second].map(s => [s!.type, s!.kernelSize, s!.stride, s!.padding, s!.outputPadding]),
    ).toEqual([
      ['ConvTranspose2d', 2, 2, 0, 0],
      ['ConvTranspose2d', 4, 2, 1, 0],
    ])
    expect(first!.unevenness).toBe(0)
  })

  test('puts uneven settings behind even ones', () => {
    const solutions = solveSide(7, 15)
    const firstUneven = solutions.findIndex(s => s.unevenness > 0)
    expect(firstUneven).toBeGreaterThan(0)
    expect(solutions.slice(firstUneven).every(s => s.unevenness > 0)).toBe(true)
  })

  test('finds a way from 1 to 28 in four layers, every step even', () => {
    const [chain] = solveAxisChain(1, 28, 4)
    expect(chain!.layers.length).toBe(4)
    expect(chain!.layers.at(-1)!.to).toBe(28)
    expect(chain!.layers.every(layer => layer.unevenness === 0)).toBe(true)
  })

  test('every solution and every chain ends at the side asked for', () => {
    const side = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(side, side, (from, to) => {
        for (const s of solveSide(from, to).slice(0, 20)) expect(sideAfter(s, from)).toBe(to)
        for (const { layers } of solveAxisChain(from, to, 3)) {
          expect(layers.reduce((at, layer) => sideAfter(layer, at), from)).toBe(to)
        }
      }),
      { numRuns: 30 },
    )
  })
})
