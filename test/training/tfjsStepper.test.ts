import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights } from '../../src/runtime/weights.ts'
import type { Stepper } from '../../src/training/stepper.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { chain, input, type Layer, planOf } from '../builders.ts'
import { striped, tinyPlan } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const data = striped(24, 7)
const create = (seed = 0): Stepper => {
  const plan = tinyPlan()
  return createTfjsStepper(plan, initialWeights(plan, seed), data, { learningRate: 0.01 })
}
const indices = (from: number, count = 8) => Int32Array.from({ length: count }, (_, i) => (from + i) % 24)

async function losses(stepper: Stepper, from: number, to: number): Promise<readonly number[]> {
  for (let step = from; step < to; step++) stepper.step(indices(8 * step))
  return stepper.losses()
}

describe('the tfjs stepper', () => {
  test('makes the loss fall', async () => {
    const stepper = create()
    const values = await losses(stepper, 0, 60)
    expect(values).toHaveLength(60)
    expect(values.at(-1)!).toBeLessThan(values[0]! / 2)
    expect(await stepper.losses()).toEqual([])
    stepper.dispose()
  })

  test('has as loss the mean squared error, which evaluation yields too', async () => {
    const stepper = create()
    const all = Float32Array.from(data.test.pixels, byte => byte / 255)
    const output = (await stepper.look(all, 7)).pictures!
    const error = output.reduce((sum, value, i) => sum + (value - all[i]!) ** 2, 0) / all.length
    expect((await stepper.evaluate('test', 0, 7)).loss).toBeCloseTo(error, 6)
    const parts = [(await stepper.evaluate('test', 0, 4)).loss, (await stepper.evaluate('test', 4, 3)).loss]
    expect((4 * parts[0]! + 3 * parts[1]!) / 7).toBeCloseTo(error, 6)
    const { loss: whole } = await stepper.evaluate('train', 0, 24)
    stepper.step(indices(0, 24))
    expect((await stepper.losses())[0]).toBeCloseTo(whole, 6)
    stepper.dispose()
  })

  test("takes the steps that tfjs's own Adam takes", async () => {
    const stepper = create()
    const [ours, plan] = [await losses(stepper, 0, 5), tinyPlan()]
    const { buildModel } = await import('../../src/runtime/model.ts')
    const { setWeights } = await import('../../src/runtime/weights.ts')
    const model = buildModel(plan)
    setWeights(model, plan, initialWeights(plan, 0))
    const adam = tf.train.adam(0.01, 0.9, 0.999, 1e-8)
    const theirs = [0, 1, 2, 3, 4].map(step =>
      tf.tidy(() => {
        const pixels = [...indices(8 * step)].flatMap(i => [
          ...data.train.pixels.subarray(36 * i, 36 * i + 36),
        ])
        const batch = tf.div(tf.tensor4d(pixels, [8, 6, 6, 1]), 255)
        const error = () =>
          tf.mean(tf.squaredDifference(model.apply(batch, { training: true }) as tf.Tensor, batch))
        return adam.minimize(error as () => tf.Scalar, true)!.dataSync()[0]!
      }),
    )
    for (const [i, loss] of ours.entries()) expect(loss).toBeCloseTo(theirs[i]!, 6)
    stepper.dispose()
  })

  test('goes on exactly where another was left, given its weights and the state of its optimizer', async () => {
    const one = create()
    await losses(one, 0, 5)
    const [weights, state] = [await one.weights(), await one.optimizerState()]
    const other = create(99)
    other.setWeights(weights)
    other.setOptimizerState(state)
    expect(await other.weights()).toEqual(weights)
    expect(await other.optimizerState()).toEqual(state)
    expect(await losses(other, 5, 12)).toEqual(await losses(one, 5, 12))
    one.dispose()
    other.dispose()
  })

  test('names its state as torch does, with the shapes of the weights', async () => {
    const stepper = create()
    const state = await stepper.optimizerState()
    expect(Object.keys(state)).toEqual([
      'step',
      ...['exp_avg', 'exp_avg_sq'].flatMap(moment =>
        tinyPlan().weights.map(weight => `${moment}.${weight.name}`),
      ),
    ])
    expect(() => stepper.setOptimizerState({ ...state, step: new Float32Array() })).toThrow('number of steps')
    const [first] = tinyPlan().weights
    expect(() =>
      stepper.setOptimizerState({ ...state, [`exp_avg.${first!.name}`]: new Float32Array(2) }),
    ).toThrow(`exp_avg.${first!.name} of the optimizer has 2 values; 27 belong to ${first!.name}`)
    stepper.dispose()
  })

  test('leaks no tensor from step to step, nor when it is disposed', async () => {
    const before = tf.memory().numTensors
    const stepper = create()
    const round = async (from: number) => {
      await losses(stepper, from, from + 3)
      await stepper.evaluate('test', 0, 7)
      await stepper.look(new Float32Array(72), 2)
      stepper.setWeights(await stepper.weights())
      stepper.setOptimizerState(await stepper.optimizerState())
      return tf.memory().numTensors
    }
    const first = await round(0)
    expect(await round(3)).toBe(first)
    expect(await round(6)).toBe(first)
    stepper.step(indices(0))
    stepper.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a plan that cannot reproduce the images is refused before training', () => {
  const make = (...layers: readonly Layer[]) => {
    const plan = planOf(chain(...layers))
    return () => createTfjsStepper(plan, initialWeights(plan, 0), data, { learningRate: 0.01 })
  }

  test.each([
    [
      'input',
      make(input(3, 32, 32), ['Conv2d', { outChannels: 1 }]),
      'Input image of 3×32×32 does not take Stripes images of 1×6×6: set its shape to 1×6×6, turn on resize',
    ],
    [
      'output',
      make(input(1, 6, 6), ['Conv2d', { outChannels: 1, kernelSize: 2 }]),
      'The output of conv1 is 1×5×5 and the image 1×6×6',
    ],
    ['weights', make(input(1, 6, 6), ['ReLU']), 'There is nothing to train'],
  ])('for its %s', (_, create, message) => {
    expect(create).toThrow(message)
  })
})
