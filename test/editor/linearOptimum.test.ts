import { describe, expect, test } from 'vitest'
import { createCrossing, crossingWindow } from '../../src/editor/dock/train/crossing.ts'
import { createLossCurve } from '../../src/editor/store/lossCurve.ts'
import { randomStream } from '../../src/runtime/random.ts'

describe('the step at which a run goes below PCA', () => {
  const curveOf = (losses: readonly number[]) => {
    const curve = createLossCurve()
    curve.add(losses.length, losses)
    return curve
  }

  test('is the first at which the last 20 losses are clearly below', () => {
    const losses = Array.from({ length: 60 }, (_, i) => 1 - i / 60)
    // At step s their mean is 1 − (s − 10.5) / 60, and three standard errors are 0.0662: below a half from step 45 on.
    expect(createCrossing(0.5).update(curveOf(losses))).toBe(45)
    expect(createCrossing(0.01).update(curveOf(losses))).toBeUndefined()
  })

  test('does not come by chance to a network that ends at the level', () => {
    const random = randomStream(1, 'losses')
    const noise = () => random() + random() + random() - 1.5
    const around = (middle: number) => Array.from({ length: 2000 }, () => middle * (1 + 0.06 * noise()))
    expect(createCrossing(0.0374).update(curveOf(around(0.0377)))).toBeUndefined()
    expect(createCrossing(0.0374).update(curveOf(around(0.035)))).toBe(crossingWindow)
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
    expect(whole).toBeGreaterThan(38)
    expect(whole).toBeLessThanOrEqual(45)
    expect(crossing.update(curve)).toBe(whole)
  })

  test('is looked for anew where the run went back to a checkpoint before it', () => {
    const crossing = createCrossing(0.5)
    expect(crossing.update(curveOf([...Array(20).fill(1), ...Array(20).fill(0.1)]))).toBeDefined()
    expect(crossing.update(curveOf(Array(20).fill(1)))).toBeUndefined()
  })
})
