import { beforeAll, describe, expect, test } from 'vitest'
import type { Weights } from '../../../src/compile/weights.ts'
import { startBackend } from '../../../src/runtime/backends.ts'
import { predict } from '../../../src/runtime/predict.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import { createLabModel } from '../../../src/training/lab/model.ts'
import type { Desk } from '../../../src/training/lab/question.ts'
import { featureMaps, lookInside } from '../../../src/training/lab/questions/inside.ts'
import { createTfjsStepper } from '../../../src/training/tfjsStepper.ts'
import { chain, input, planOf } from '../../builders.ts'
import { striped } from '../digits.ts'

const plan = planOf(
  chain(
    input(1, 6, 6),
    ['Conv2d', { outChannels: 3, kernelSize: 3, stride: 2 }],
    ['ReLU'],
    ['Flatten'],
    ['Linear', { outFeatures: 36 }],
    ['Unflatten', { unflattenedSize: [1, 6, 6] }],
  ),
)
const dataset = striped(20, 12)
const fresh = initialWeights(plan, 1)

/** A desk with this network. */
function deskWith(weights: Weights): Desk {
  const model = createLabModel(plan, weights)
  return {
    model: () => model,
    dataset: async () => dataset,
    ofData: (_, make) => make(),
    ofModel: (_, make) => make(),
  }
}

/** The same weights, some of them changed. */
const changed = (name: string, values: (old: Float32Array) => Float32Array): Weights => ({
  ...fresh,
  [name]: { shape: fresh[name]!.shape, values: values(fresh[name]!.values) },
})

beforeAll(() => startBackend('cpu'))

describe('feature maps', () => {
  test('are the tensors of one test image, black at the least and white at the largest value', async () => {
    const shown = await featureMaps(
      { names: ['image', 'conv1', 'linear1'], image: { label: 2 }, maps: 2 },
      deskWith(fresh),
      {},
    )
    expect(shown.map(({ shape, maps }) => ({ shape, maps }))).toEqual([
      { shape: [1, 6, 6], maps: 1 },
      { shape: [3, 2, 2], maps: 2 },
      { shape: [36], maps: 0 },
    ])
    const image = dataset.test.pixels.subarray(2 * 36, 3 * 36)
    expect([...shown[0]!.bytes].map(byte => byte > 0)).toEqual([...image].map(byte => byte > 0))

    const whole = { ...plan, outputs: [{ name: 'conv1', node: 'conv1', port: 'output', shape: [3, 2, 2] }] }
    const conv = { ...whole, steps: plan.steps.slice(0, 1), weights: plan.weights.slice(0, 2) }
    const own = Object.fromEntries(conv.weights.map(({ name }) => [name, fresh[name]!]))
    const values = Float32Array.from(image, byte => byte / 255)
    const [expected] = await predict(conv, own, [{ shape: [1, 1, 6, 6], values }])
    const { least, largest, bytes } = shown[1]!
    expect(least).toBeCloseTo(Math.min(...expected!.values), 6)
    expect(largest).toBeCloseTo(Math.max(...expected!.values), 6)
    bytes.forEach((byte, i) => {
      expect(least + (byte / 255) * (largest - least)).toBeCloseTo(expected!.values[i]!, 2)
    })
    expect(shown[2]!.values).toHaveLength(36)
  })
})

describe('a look inside a layer', () => {
  test('counts activations and weights, and hands out the kernels of a convolution', async () => {
    const found = await lookInside({ node: 'conv1', tensor: 'conv1' }, deskWith(fresh), {})
    expect(found.activations.counts.reduce((sum, count) => sum + count, 0)).toBe(12 * 3 * 2 * 2)
    expect(found.weights.map(({ name }) => name)).toEqual(['conv1.weight', 'conv1.bias'])
    expect(found.kernels).toMatchObject({ count: 3, total: 3, height: 3, width: 3 })
    expect(found.kernels!.values).toEqual(fresh['conv1.weight']!.values)
  })

  test('finds the units that a bias has silenced', async () => {
    const weights = changed('conv1.bias', old =>
      old.map((value, i) => (i === 1 ? -100 : Math.abs(value) + 9)),
    )
    const found = await lookInside({ node: 'relu1', tensor: 'relu1' }, deskWith(weights), {})
    expect(found).toMatchObject({ units: 3, silent: 1, weights: [] })
  })

  test('has the gradient by which the loss changes with a weight', async () => {
    const lossOf = async (weights: Weights): Promise<number> => {
      const stepper = createTfjsStepper(plan, weights, dataset, { learningRate: 1 })
      const { loss } = await stepper.evaluate('train', 0, 20)
      stepper.dispose()
      return loss
    }
    const { weights } = await lookInside({ node: 'linear1', tensor: 'linear1' }, deskWith(fresh), {})
    const gradient = weights.find(({ name }) => name === 'linear1.bias')!.gradient!
    const change = 0.01
    const slopes = await Promise.all(
      [0, 7, 35].map(async at => {
        const moved = (by: number) =>
          changed('linear1.bias', old => old.map((value, i) => (i === at ? value + by : value)))
        return ((await lossOf(moved(change))) - (await lossOf(moved(-change)))) / (2 * change)
      }),
    )
    for (const slope of slopes) {
      expect(slope).toBeGreaterThan(gradient.from - 1e-4)
      expect(slope).toBeLessThan(gradient.to + 1e-4)
    }
    expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(1e-3)
  })
})
