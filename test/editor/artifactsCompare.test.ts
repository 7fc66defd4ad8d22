import { describe, expect, test } from 'vitest'
import { energyCurves, lossCurves } from '../../src/editor/artifacts/compare/curves.ts'
import { freshSide, type SideState } from '../../src/editor/artifacts/compare/side.ts'
import { settledLoss, summaryOf } from '../../src/editor/artifacts/compare/summary.ts'

const side = (losses: readonly number[], energies: SideState['energies']): SideState => ({
  ...freshSide,
  status: 'finished',
  lossName: 'MSE',
  step: losses.length,
  totalSteps: 4,
  losses,
  energies,
})

const before = side(
  [0.4, 0.3, 0.2, 0.1],
  [
    { step: 0, ratio: 4 },
    { step: 4, ratio: 16 },
  ],
)
const after = side(
  [0.4, 0.2, 0.1],
  [
    { step: 0, ratio: 2 },
    { step: 2, ratio: 1 },
  ],
)

describe('two variants side by side', () => {
  test('have one axis of steps, gaps where one has not come so far', () => {
    const { xs, end, curves } = lossCurves([before, after])
    expect(xs).toEqual([1, 2, 3, 4])
    expect(end).toBe(4)
    expect(curves[1]!.losses).toEqual([0.4, 0.2, 0.1, null])
  })

  test('are measured at steps of their own; between two of them the curve goes straight on its logarithmic axis', () => {
    const { xs, curves } = energyCurves([before, after])
    expect(xs).toEqual([0, 2, 4])
    expect(curves[0]!.losses[1]).toBeCloseTo(8, 9)
    expect(curves[1]!.losses).toEqual([2, 1, null])
    expect(curves[1]!.tests).toEqual([
      { x: 0, loss: 2 },
      { x: 2, loss: 1 },
    ])
  })

  test('are summed up by the mean of their last losses and their last measurement', () => {
    expect(settledLoss({ losses: [] })).toBeUndefined()
    expect(settledLoss({ losses: Array.from({ length: 20 }, (_, i) => i) })).toBe(18.5)
    expect(summaryOf([before, after])).toEqual([
      'After 3 steps the fix has the lower MSE: 0.2000 as it is, 0.1000 with the fix.',
      'It paints less at the predicted frequencies: +12.0 dB as it is, 0.0 dB with the fix.',
    ])
    expect(summaryOf([before, { ...after, losses: [0.3], energies: [] }])).toEqual([
      'After 3 steps the fix has the higher MSE: 0.2000 as it is, 0.3000 with the fix.',
    ])
    expect(summaryOf([before, { ...after, losses: [] }])).toBeUndefined()
  })
})
