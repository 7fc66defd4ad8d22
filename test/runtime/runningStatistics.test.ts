/** Running means and variances: they move once in each training step, and take the place of the data's afterwards. */
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/compile/plan.ts'
import { startBackend } from '../../src/runtime/backends.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { getWeights, initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { around, chain, input, planOf } from '../builders.ts'
import { relativeError } from './evaluate.ts'
import { type GoldenCase, type GoldenTensor, goldenCases, goldenRun, lastPart } from './golden.ts'

interface RunningCase extends GoldenCase {
  readonly op: string
  /** Three batches in training, one after the other. */
  readonly batches: readonly GoldenTensor[]
  readonly stateAfter: Readonly<Record<string, GoldenTensor>>
}

const stored = ({ shape, data }: GoldenTensor) =>
  tf.transpose(tf.tensor4d([...data], shape as [number, number, number, number]), [0, 2, 3, 1])

/** What a model of one layer makes of a batch, channels first. */
const outputOf = (model: tf.LayersModel, x: GoldenTensor, training: boolean): Float32Array =>
  tf.tidy(() =>
    tf.transpose(model.apply(stored(x), { training }) as tf.Tensor, [0, 3, 1, 2]).dataSync<'float32'>(),
  )

/** The largest relative error of each weight, by the last part of its name. */
async function errorsOf(
  model: tf.LayersModel,
  plan: Plan,
  expected: Readonly<Record<string, GoldenTensor>>,
): Promise<Record<string, number>> {
  const weights = await getWeights(model, plan)
  return Object.fromEntries(
    Object.entries(weights).map(([name, { values }]) => [
      lastPart(name),
      relativeError(values, expected[lastPart(name)]!.data),
    ]),
  )
}

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`on ${backend}, as PyTorch keeps them,`, () => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend)
    })
    afterAll(async () => {
      await tf.setBackend('cpu')
    })

    for (const golden of goldenCases<RunningCase>('runningStatistics')) {
      test(`${golden.op} ${JSON.stringify(golden.params)} after three batches, and what it then yields`, async () => {
        const { plan, weights } = goldenRun(golden.op, golden)
        const model = buildModel(plan)
        setWeights(model, plan, weights)
        const before = tf.memory().numTensors
        for (const batch of golden.batches) outputOf(model, batch, true)
        for (let i = 0; i < 2; i++) {
          const error = relativeError(outputOf(model, golden.input, false), golden.output.data)
          expect(error).toBeLessThan(1e-5)
        }
        const errors = await errorsOf(model, plan, golden.stateAfter)
        expect(Object.keys(errors).sort()).toEqual(Object.keys(golden.stateAfter).sort())
        expect(Object.entries(errors).filter(([, error]) => !(error < 1e-5))).toEqual([])
        expect(tf.memory().numTensors, 'tensors left behind').toBe(before)
        model.dispose()
      })
    }

    for (const golden of goldenCases<RunningCase>('BatchNorm2d').filter(each => each.stateAfter)) {
      test(`BatchNorm2d ${JSON.stringify(golden.params)} after one batch`, async () => {
        const { plan, weights } = goldenRun('BatchNorm2d', golden)
        const model = buildModel(plan)
        setWeights(model, plan, weights)
        outputOf(model, golden.input, true)
        const errors = await errorsOf(model, plan, { ...golden.state, ...golden.stateAfter })
        expect(Object.entries(errors).filter(([, error]) => !(error < 1e-5))).toEqual([])
        model.dispose()
      })
    }
  })
}

test('InstanceNorm2d without a momentum leaves its statistics as they are, as torch 2 does', async () => {
  const plan = planOf(around('InstanceNorm2d', { trackRunningStats: true, momentum: null }, [[2, 3, 3]]))
  const model = buildModel(plan)
  const weights = initialWeights(plan, 0)
  setWeights(model, plan, weights)
  tf.tidy(() => {
    model.apply(tf.randomUniform([4, 3, 3, 2]), { training: true })
  })
  expect(await getWeights(model, plan)).toEqual(weights)
  model.dispose()
})

test('running statistics are no parameters, and nothing trains them', () => {
  const plan = planOf(chain(input(3, 4, 4), ['BatchNorm2d']))
  expect(plan.weights.map(({ name, shape, trainable }) => [lastPart(name), shape, trainable])).toEqual([
    ['weight', [3], true],
    ['bias', [3], true],
    ['running_mean', [3], false],
    ['running_var', [3], false],
    ['num_batches_tracked', [], false],
  ])
  expect(plan.nodes[0]!.parameters).toBe(6)
})

describe('one value has no variance, which is said where torch raises', () => {
  const apply = (type: string, params: object, shape: number[], x: number[], training: boolean) => {
    const model = buildModel(planOf(around(type, { ...params }, [shape])))
    return tf.tidy(() => (model.apply(tf.ones(x), { training }) as tf.Tensor).dataSync().length)
  }

  test('BatchNorm2d: in training, and without running statistics always', () => {
    const message =
      'node has one value per channel, which has no variance: it needs a larger batch or images.'
    expect(() => apply('BatchNorm2d', {}, [3, 1, 1], [1, 1, 1, 3], true)).toThrow(message)
    expect(() => apply('BatchNorm2d', { trackRunningStats: false }, [3, 1, 1], [1, 1, 1, 3], false)).toThrow(
      message,
    )
    expect(apply('BatchNorm2d', {}, [3, 1, 1], [1, 1, 1, 3], false)).toBe(3)
    expect(apply('BatchNorm2d', {}, [3, 1, 1], [2, 1, 1, 3], true)).toBe(6)
  })

  test('InstanceNorm2d with running statistics: in training, however large the batch', () => {
    const params = { trackRunningStats: true }
    expect(() => apply('InstanceNorm2d', params, [3, 1, 1], [4, 1, 1, 3], true)).toThrow('larger images.')
    expect(apply('InstanceNorm2d', params, [3, 1, 1], [4, 1, 1, 3], false)).toBe(12)
  })

  test('GroupNorm: for a single sample', () => {
    expect(() => apply('GroupNorm', { numGroups: 3 }, [3, 1, 1], [1, 1, 1, 3], false)).toThrow(
      'fewer groups.',
    )
    expect(apply('GroupNorm', { numGroups: 3 }, [3, 1, 1], [2, 1, 1, 3], false)).toBe(6)
  })
})
