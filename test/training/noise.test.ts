/** Layers that are on in training only: what they draw differs by step and by layer, and can be drawn again. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { buildModel } from '../../src/runtime/model.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { around, chain, input, planOf } from '../builders.ts'
import { striped } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

/** What a layer makes of ones, 32 images of 8 channels with 4×4 pixels, in one training step after another. */
function steps(type: string, params: Readonly<Record<string, unknown>>, training = true): Float32Array[] {
  const model = buildModel(planOf(chain(input(8, 4, 4), [type, params])))
  const found = [0, 1].map(() =>
    tf.tidy(() => (model.apply(tf.ones([32, 4, 4, 8]), { training }) as tf.Tensor).dataSync<'float32'>()),
  )
  model.dispose()
  return found
}

test.each([
  ['Dropout', { p: 0.25 }],
  ['Dropout2d', { p: 0.25 }],
  ['GaussianNoise', { stddev: 0.25 }],
] as const)(
  '%s draws anew in each step, the same in each run, and nothing outside training',
  (type, params) => {
    const [first, second] = steps(type, params)
    expect(second).not.toEqual(first)
    expect(steps(type, params)).toEqual([first, second])
    expect(steps(type, params, false)).toEqual([0, 1].map(() => new Float32Array(4096).fill(1)))
  },
)

test('Dropout keeps the share 1 − p and enlarges it, Dropout2d by whole channels', () => {
  const [values] = steps('Dropout', { p: 0.25 })
  const [channels] = steps('Dropout2d', { p: 0.25 })
  for (const [list, draws] of [
    [values!, 4096],
    [channels!, 32 * 8],
  ] as const) {
    expect(new Set(list)).toEqual(new Set([0, Math.fround(1 / 0.75)]))
    // Four deviations of the share of so many draws.
    const share = list.filter(value => value > 0).length / 4096
    expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / draws))
  }
  const isWhole = (list: Float32Array) => list.every((value, i) => value === list[i - (i % 128) + (i % 8)])
  expect(isWhole(channels!)).toBe(true)
  expect(isWhole(values!)).toBe(false)
})

test('noise has the standard deviation that it is given', () => {
  const [noisy] = steps('GaussianNoise', { stddev: 0.25 })
  const variance = noisy!.reduce((sum, value) => sum + (value - 1) ** 2, 0) / 4096
  // Of 4096 values the estimate itself scatters by 0.25 / √8192 = 0.003; this is four times as much.
  expect(Math.abs(Math.sqrt(variance) - 0.25)).toBeLessThan(0.012)
})

test('a run draws by its seed; one that is taken up again draws what it would have drawn', async () => {
  const data = striped(24, 7)
  const plan = planOf(
    chain(
      input(1, 6, 6),
      ['GaussianNoise'],
      ['Conv2d', { outChannels: 4, kernelSize: 3, padding: 1 }],
      ['Dropout'],
      ['Conv2d', { outChannels: 1, kernelSize: 3, padding: 1 }],
    ),
  )
  const create = (seed = 5) =>
    createTfjsStepper(plan, initialWeights(plan, 0), data, { learningRate: 0.01, seed })
  const [whole, later, other] = [create(), create(), create(6)]
  const batch = Int32Array.from({ length: 8 }, (_, i) => i)
  for (const stepper of [whole, other]) for (let i = 0; i < 3; i++) stepper.step(batch)
  later.setWeights(await whole.weights())
  later.setOptimizerState(await whole.optimizerState())
  // Weights and images are the same, so that only what is drawn can differ.
  expect((await other.losses())[0]).not.toBe((await whole.losses())[0])
  for (const stepper of [whole, later]) for (let i = 0; i < 2; i++) stepper.step(batch)
  expect(await later.losses()).toEqual(await whole.losses())
  for (const stepper of [whole, later, other]) stepper.dispose()
})

test('Reparameterize draws around the mean with the deviation that logvar says, in training only', () => {
  const model = buildModel(planOf(around('Reparameterize', {}, [[4096], [4096]])))
  const draw = (training: boolean): Float32Array =>
    tf.tidy(() => {
      const [mean, logvar] = [tf.fill([1, 4096], 3), tf.fill([1, 4096], 2 * Math.log(0.5))]
      return (model.apply([mean, logvar], { training }) as tf.Tensor).dataSync<'float32'>()
    })
  expect(draw(false)).toEqual(new Float32Array(4096).fill(3))
  const [first, second] = [draw(true), draw(true)]
  expect(second).not.toEqual(first)
  const average = first.reduce((sum, value) => sum + value, 0) / 4096
  const variance = first.reduce((sum, value) => sum + (value - average) ** 2, 0) / 4096
  // Five deviations of the mean and of the variance of so many draws.
  expect(Math.abs(average - 3)).toBeLessThan((5 * 0.5) / Math.sqrt(4096))
  expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / 4096))
  model.dispose()
})
