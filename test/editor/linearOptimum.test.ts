import { describe, expect, test } from 'vitest'
import { createCrossing, crossingWindow } from '../../src/editor/dock/train/crossing.ts'
import { createLossCurve } from '../../src/editor/store/lossCurve.ts'

describe('the step at which a run goes below PCA', () => {
  const curveOf = (losses: readonly number[]) => {
    const curve = createLossCurve()
    curve.add(losses.length, losses)
    return curve
  }

  test('is the first at which the mean of the last 20 losses does', () => {
    const losses = Array.from({ length: 60 }, (_, i) => 1 - i / 60)
    // The mean at step s is 1 − (s − 10.5) / 60: below a half from step 41 on.
    expect(createCrossing(0.5).update(curveOf(losses))).toBe(41)
    expect(createCrossing(0.01).update(curveOf(losses))).toBeUndefined()
  })

  test('is not that of one lucky batch, and none before there are 20', () => {
    const losses = [...Array(30).fill(1), 0.1, ...Array(30).fill(1)]
    expect(createCrossing(0.5).update(curveOf(losses))).toBeUndefined()
    expect(createCrossing(0.5).update(curveOf(Array(crossingWindow - 1).fill(0.1)))).toBeUndefined()
  })

  test('stays where it was, whatever comes, and is the same when losses arrive in parts', () => {
    const losses = [...Array(25).fill(1), ...Array(40).fill(0.2), ...Array(40).fill(2)]
    const curve = createLossCurve()
    const crossing = createCrossing(0.5)
    losses.forEach((loss, i) => {
      curve.add(i + 1, [loss])
      crossing.update(curve)
    })
    const whole = createCrossing(0.5).update(curveOf(losses))
    expect(whole).toBe(38)
    expect(crossing.update(curve)).toBe(whole)
  })

  test('is looked for anew where the run went back to a checkpoint before it', () => {
    const crossing = createCrossing(0.5)
    expect(crossing.update(curveOf([...Array(20).fill(1), ...Array(20).fill(0.1)]))).toBeDefined()
    expect(crossing.update(curveOf(Array(20).fill(1)))).toBeUndefined()
  })
})
