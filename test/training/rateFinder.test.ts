import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultTraining } from '../../src/graph/document.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { createRateCurve, findRate, steepest, testedRate } from '../../src/training/rateFinder.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { striped, tinyPlan } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const options = { from: 1e-5, to: 10, steps: 61 }

describe('the learning-rate range test', () => {
  test('multiplies the rate by the same factor from step to step', () => {
    const rates = [0, 10, 20, 60].map(step => testedRate(options, step))
    for (const [i, rate] of [1e-5, 1e-4, 1e-3, 10].entries()) expect(rates[i]! / rate).toBeCloseTo(1, 10)
  })

  test('suggests the rate at which the loss falls most steeply', () => {
    // A falling S over the logarithm of the rate, steepest at 0.01.
    const points = Array.from({ length: 61 }, (_, step) => {
      const rate = testedRate(options, step)
      return { rate, loss: 1 / (1 + (rate / 0.01) ** 2) }
    })
    expect(steepest(points)! / 0.01).toBeCloseTo(1, 1)
    expect(steepest(points.map(({ rate }) => ({ rate, loss: rate })))).toBeUndefined()
  })

  test('ends where the loss has grown fourfold, or is no number', () => {
    const curve = createRateCurve()
    for (let i = 0; i < 20; i++) expect(curve.add(1e-4 * 1.2 ** i, 0.5)).toBe(true)
    let more = 0
    while (curve.add(0.01, 10)) more++
    expect(more).toBeLessThan(4)
    expect(curve.result()).toMatchObject({ hasDiverged: true })
    expect(createRateCurve().add(0.1, Number.NaN)).toBe(false)
  })

  test('finds for SGD a rate that learns, says how far it is, and can be ended', async () => {
    const data = striped(24, 7)
    const plan = tinyPlan()
    const create = (learningRate: number) =>
      createTfjsStepper(plan, initialWeights(plan, 0), data, {
        ...defaultTraining,
        ...{ optimizer: 'SGD', momentum: 0.9, learningRate },
      })
    const all = Int32Array.from({ length: 24 }, (_, i) => i)
    const heard: number[] = []
    const stepper = create(1)
    const found = await findRate(
      stepper,
      () => all,
      { ...options, to: 100 },
      async done => {
        heard.push(done)
      },
    )
    expect(heard[0]).toBeCloseTo(1 / 61)
    expect(found.hasDiverged).toBe(true)
    expect(found.points.length).toBeLessThan(61)
    expect(found.suggestion!).toBeGreaterThan(1e-4)

    const lossAfter = async (rate: number) => {
      const learner = create(rate)
      for (let i = 0; i < 30; i++) learner.step(all)
      const last = (await learner.losses()).at(-1)!
      learner.dispose()
      return last
    }
    const suggested = await lossAfter(found.suggestion!)
    expect(suggested).toBeLessThan(await lossAfter(found.suggestion! / 10))
    expect(suggested).toBeLessThan(found.points[0]!.loss)

    const ended = findRate(
      stepper,
      () => all,
      options,
      () => Promise.reject(new Error('ended')),
    )
    await expect(ended).rejects.toThrow('ended')
    stepper.dispose()
  })
})
