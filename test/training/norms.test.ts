/** Training with normalization: statistics of the batch in steps, running ones in evaluation, all of it resumable. */
import * as tf from '@tensorflow/tfjs'
import { beforeAll, expect, test } from 'vitest'
import { initialWeights } from '../../src/runtime/weights.ts'
import type { Stepper } from '../../src/training/stepper.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { chain, input, planOf } from '../builders.ts'
import { striped } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const data = striped(24, 7)
const plan = planOf(
  chain(
    input(1, 6, 6),
    ['Conv2d', { outChannels: 4, kernelSize: 3, stride: 3, bias: false }],
    ['BatchNorm2d'],
    ['ReLU'],
    ['InstanceNorm2d', { trackRunningStats: true }],
    ['GroupNorm', { numGroups: 2 }],
    ['LayerNorm', { normalizedShape: [4, 2, 2] }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 3 }],
  ),
)
const create = (): Stepper => createTfjsStepper(plan, initialWeights(plan, 0), data, { learningRate: 0.01 })

async function losses(stepper: Stepper, from: number, to: number): Promise<readonly number[]> {
  for (let step = from; step < to; step++) {
    stepper.step(Int32Array.from({ length: 8 }, (_, i) => (8 * step + i) % 24))
  }
  return stepper.losses()
}

test('the loss falls, and running statistics have seen each batch once', async () => {
  const stepper = create()
  const values = await losses(stepper, 0, 60)
  expect(values.at(-1)!).toBeLessThan(values[0]! / 2)
  const weights = await stepper.weights()
  expect([...weights['batchnorm1.num_batches_tracked']!.values]).toEqual([60])
  expect([...weights['instancenorm1.num_batches_tracked']!.values]).toEqual([0])
  for (const name of ['batchnorm1', 'instancenorm1']) {
    expect(weights[`${name}.running_mean`]!.values.every(mean => mean !== 0)).toBe(true)
    expect(weights[`${name}.running_var`]!.values.every(variance => variance !== 1)).toBe(true)
  }
  stepper.dispose()
})

test('evaluation goes by the running statistics: no image depends on others, and nothing moves', async () => {
  const stepper = create()
  await losses(stepper, 0, 5)
  const before = await stepper.weights()
  const whole = (await stepper.evaluate('test', 0, 7)).loss
  const singles = await Promise.all(
    Array.from({ length: 7 }, async (_, i) => (await stepper.evaluate('test', i, 1)).loss),
  )
  expect(singles.reduce((sum, loss) => sum + loss, 0) / 7).toBeCloseTo(whole, 6)
  const image = Float32Array.from(data.test.pixels.subarray(0, 36), byte => byte / 255)
  const { pictures } = await stepper.look(image, 1)
  const error = image.reduce((sum, value, i) => sum + (value - pictures![i]!) ** 2, 0) / 36
  expect(singles[0]).toBeCloseTo(error, 6)
  expect(await stepper.weights()).toEqual(before)
  const trained = (await stepper.evaluate('train', 0, 8)).loss
  const [inTraining] = await losses(stepper, 0, 1)
  expect(Math.abs(inTraining! - trained)).toBeGreaterThan(1e-3)
  stepper.dispose()
})

test('a run that is taken up again goes on as it would have', async () => {
  const [whole, later] = [create(), create()]
  await losses(whole, 0, 3)
  later.setWeights(await whole.weights())
  later.setOptimizerState(await whole.optimizerState())
  expect(await losses(later, 3, 6)).toEqual(await losses(whole, 3, 6))
  expect(await later.weights()).toEqual(await whole.weights())
  expect(await later.evaluate('test', 0, 7)).toEqual(await whole.evaluate('test', 0, 7))
  whole.dispose()
  later.dispose()
})

test('a batch of one value per channel ends the step with a sentence, and the next one goes on', async () => {
  const small = planOf(
    chain(
      input(1, 6, 6),
      ['Conv2d', { outChannels: 4, kernelSize: 6 }],
      ['BatchNorm2d'],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 6 }],
    ),
  )
  const stepper = createTfjsStepper(small, initialWeights(small, 0), data, { learningRate: 0.01 })
  expect(() => stepper.step(Int32Array.of(0))).toThrow(
    'batchnorm1 has one value per channel, which has no variance: it needs a larger batch or images.',
  )
  expect(await losses(stepper, 0, 1)).toEqual([expect.any(Number)])
  stepper.dispose()
})
