import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultTraining, type TrainingSettings } from '../../../src/graph/document.ts'
import { optimizerNames } from '../../../src/graph/optimizerSettings.ts'
import { startBackend } from '../../../src/runtime/backends.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import { createOptimizer } from '../../../src/training/optimizers/index.ts'
import { createTfjsStepper } from '../../../src/training/tfjsStepper.ts'
import { goldenCases } from '../../runtime/golden.ts'
import { striped, tinyPlan } from '../digits.ts'
import { errorOf, type OptimizerCase, settingsOf } from './golden.ts'

describe.each(['cpu', 'wasm'] as const)('on %s', backend => {
  beforeAll(() => startBackend(backend))

  test.each(optimizerNames)('three steps of %s are those of PyTorch', async name => {
    const cases = goldenCases<OptimizerCase>(name)
    expect(cases.length).toBeGreaterThan(1)
    for (const golden of cases) {
      const settings = settingsOf(name, golden)
      expect(await errorOf(settings, golden), JSON.stringify(settings)).toBeLessThan(1e-5)
    }
  })
})

describe('an optimizer', () => {
  beforeAll(() => startBackend('cpu'))

  const step = (settings: Partial<TrainingSettings>, gradient: readonly number[]): number[] => {
    const variable = tf.variable(tf.zeros([gradient.length]))
    const optimizer = createOptimizer([variable], { ...defaultTraining, optimizer: 'SGD', ...settings })
    optimizer.apply([tf.tensor1d([...gradient])], 1)
    const moved = [...variable.dataSync()].map(value => -value)
    optimizer.dispose()
    return moved
  }

  test('shortens a gradient to clipGradNorm, by torch’s formula, and leaves a shorter one alone', () => {
    // clip_grad_norm_ multiplies with max_norm / (norm + 1e-6), at most 1.
    const [x, y] = step({ clipGradNorm: 1 }, [3, 4])
    expect(x).toBeCloseTo(3 / 5.000001, 6)
    expect(y).toBeCloseTo(4 / 5.000001, 6)
    expect(step({ clipGradNorm: 6 }, [3, 4])).toEqual([3, 4])
    expect(step({}, [3, 4])).toEqual([3, 4])
  })

  test('adds weight decay to the gradient after clipping, as torch does', () => {
    const variable = tf.variable(tf.tensor1d([10]))
    const settings = { ...defaultTraining, optimizer: 'SGD', weightDecay: 0.1, clipGradNorm: 1 } as const
    const optimizer = createOptimizer([variable], settings)
    optimizer.apply([tf.tensor1d([50])], 1)
    // 10 − (1 + 0.1·10)
    expect(variable.dataSync()[0]).toBeCloseTo(8, 4)
  })
})

const variants: readonly Partial<TrainingSettings>[] = [
  { optimizer: 'Adam' },
  { optimizer: 'Adam', amsgrad: true, weightDecay: 0.1 },
  { optimizer: 'AdamW' },
  { optimizer: 'SGD' },
  { optimizer: 'SGD', momentum: 0.9, nesterov: true },
  { optimizer: 'RMSprop' },
  { optimizer: 'RMSprop', momentum: 0.9, centered: true, clipGradNorm: 0.1 },
]
const remembered = [
  ['exp_avg', 'exp_avg_sq'],
  ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq'],
  ['exp_avg', 'exp_avg_sq'],
  [],
  ['momentum_buffer'],
  ['square_avg'],
  ['square_avg', 'grad_avg', 'momentum_buffer'],
]

describe.each(variants.map((settings, i) => ({ settings, buffers: remembered[i]! })))(
  'a run with $settings',
  ({ settings, buffers }) => {
    beforeAll(() => startBackend('cpu'))
    const data = striped(24, 7)
    const plan = tinyPlan()
    const create = (seed = 0) =>
      createTfjsStepper(plan, initialWeights(plan, seed), data, { learningRate: 0.01, ...settings })
    const losses = (stepper: ReturnType<typeof create>, from: number, to: number) => {
      for (let i = from; i < to; i++) stepper.step(Int32Array.from({ length: 8 }, (_, j) => (i * 8 + j) % 24))
      return stepper.losses()
    }

    test('goes on exactly from its weights and the state of its optimizer, and leaks nothing', async () => {
      const before = tf.memory().numTensors
      const one = create()
      await losses(one, 0, 4)
      const [weights, state] = [await one.weights(), await one.optimizerState()]
      expect(Object.keys(state)).toEqual([
        'step',
        ...buffers.flatMap(buffer => plan.weights.map(weight => `${buffer}.${weight.name}`)),
      ])
      expect([...state.step!]).toEqual([4])
      const other = create(9)
      other.setWeights(weights)
      other.setOptimizerState(state)
      expect(await other.optimizerState()).toEqual(state)
      expect(await losses(other, 4, 9)).toEqual(await losses(one, 4, 9))
      one.dispose()
      other.dispose()
      expect(tf.memory().numTensors).toBe(before)
    })
  },
)
