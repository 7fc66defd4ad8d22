import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultTraining, type TrainingSettings } from '../../../src/graph/document.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import { applyTreatment } from '../../../src/training/data/applied.ts'
import { treated } from '../../../src/training/data/sources.ts'
import type { Dataset, Stepper } from '../../../src/training/stepper.ts'
import { createTfjsStepper } from '../../../src/training/tfjsStepper.ts'
import { striped, tinyPlan } from '../digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const data = striped(24, 6)
const settings = (more: Partial<TrainingSettings>): TrainingSettings => ({
  ...defaultTraining,
  learningRate: 0.01,
  ...more,
})
const create = (more: Partial<TrainingSettings>): Stepper =>
  createTfjsStepper(tinyPlan(), initialWeights(tinyPlan(), 0), treated(data, settings(more)), settings(more))
const indices = Int32Array.from({ length: 8 }, (_, i) => i)

async function train(stepper: Stepper, steps: number): Promise<readonly number[]> {
  for (let step = 0; step < steps; step++) stepper.step(indices)
  return stepper.losses()
}

describe('treated images', () => {
  test.each(['-1..1', 'standardise'] as const)(
    'with %s, errors and pictures stay those of pixels',
    async normalisation => {
      const stepper = create({ normalisation })
      const pixels = Float32Array.from(data.test.pixels, byte => byte / 255)
      await train(stepper, 40)
      const { pictures } = await stepper.look(pixels, 6)
      const error = pictures!.reduce((sum, value, i) => sum + (value - pixels[i]!) ** 2, 0) / pixels.length
      expect((await stepper.evaluate('test', 0, 6)).loss).toBeCloseTo(error, 6)
      expect(error).toBeLessThan(0.2)
      stepper.dispose()
    },
  )

  test('the network sees the range that was chosen, and its output is brought back', async () => {
    const { toNetwork, toPixels } = applyTreatment(treated(data, settings({ normalisation: '-1..1' })))
    const image = tf.tensor4d([0, 0.5, 1, 0.25], [1, 2, 2, 1])
    expect([...(await toNetwork(image).data())]).toEqual([-1, 0, 1, -0.5])
    expect([...(await toPixels(toNetwork(image)).data())]).toEqual([0, 0.5, 1, 0.25])
  })

  test('shift and flip give in each step what seed and step say, for every colour of a pixel', async () => {
    const colours: Dataset = { ...data, shape: [3, 1, 2] }
    const { augment } = applyTreatment(treated(colours, settings({ flip: true })))
    const batch = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3])
    const seen = new Set<string>()
    for (let step = 0; step < 12; step++) {
      const values = [...(await augment(batch, step).image.data())]
      expect([...(await augment(batch, step).image.data())]).toEqual(values)
      seen.add(values.join())
    }
    expect(seen).toEqual(new Set(['1,2,3,4,5,6', '4,5,6,1,2,3']))
  })

  test('noise is on what the network sees, and the loss compares with the clean image', async () => {
    const { augment } = applyTreatment(treated(data, settings({ noise: 0.3 })))
    const batch = tf.zeros<tf.Rank.R4>([40, 6, 6, 1])
    const { image, input } = augment(batch, 4)
    expect((await tf.max(tf.abs(image)).data())[0]).toBe(0)
    const { variance } = tf.moments(input)
    expect(Math.sqrt((await variance.data())[0]!)).toBeCloseTo(0.3, 1)
    expect(await augment(batch, 4).input.data()).toEqual(await input.data())
    expect(await augment(batch, 5).input.data()).not.toEqual(await input.data())
  })

  test('a run that is taken up again draws what it would have drawn, and evaluation is not augmented', async () => {
    const all = { shift: 1, flip: true, noise: 0.1 }
    const [whole, first, second] = [create(all), create(all), create(all)]
    const expected = await train(whole, 6)
    await train(first, 3)
    second.setWeights(await first.weights())
    second.setOptimizerState(await first.optimizerState())
    expect(await train(second, 3)).toEqual(expected.slice(3))
    expect(await second.evaluate('train', 0, 8)).toEqual(await second.evaluate('train', 0, 8))
    expect(expected).not.toEqual(await train(create({}), 6))
    for (const stepper of [whole, first, second]) stepper.dispose()
  })
})
