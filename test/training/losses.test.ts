import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../src/runtime/backends.ts'
import { type LossParams, losses } from '../../src/training/losses.ts'
import { evaluateLoss } from '../runtime/evaluate.ts'
import { type GoldenLoss, goldenCases, goldenTypes } from '../runtime/golden.ts'

/** The largest difference, as a share of the largest value. */
function relativeError(found: ArrayLike<number>, wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length)
  const scale = Math.max(...wanted.map(Math.abs), 1e-12)
  return Math.max(...wanted.map((value, i) => Math.abs(found[i]! - value))) / scale
}

describe.each(['cpu', 'wasm'] as const)('on %s', backend => {
  beforeAll(() => startBackend(backend))

  test.each(goldenTypes('loss'))('%s and its gradients are those of PyTorch', async type => {
    for (const { params, input, target, output, gradInput, gradTarget } of goldenCases<GoldenLoss>(type)) {
      const { value, gradients } = await evaluateLoss(type, params, input, target)
      expect(relativeError(value, [output])).toBeLessThan(1e-5)
      expect(relativeError(gradients[0]!, gradInput.data)).toBeLessThan(1e-5)
      if (gradTarget) expect(relativeError(gradients[1]!, gradTarget.data)).toBeLessThan(1e-5)
      expect(gradients).toHaveLength(gradTarget ? 2 : 1)
    }
  })

  test('GaussianKLLoss is the divergence from the standard Gaussian, with its derivatives', async () => {
    const [mean, logvar, weight] = [[0, 1, -2, 0.5], [0, -1, 0.5, 2], 0.25]
    const loss = (x: tf.Tensor, y: tf.Tensor) => losses.get('GaussianKLLoss')!(x, y, { weight })
    const { value, grads } = tf.valueAndGrads(loss)([tf.tensor2d(mean, [2, 2]), tf.tensor2d(logvar, [2, 2])])
    // −log σ + (σ² + μ²)/2 − ½ for each number of the code, in double precision.
    const terms = mean.map((m, i) => -logvar[i]! / 2 + (Math.exp(logvar[i]!) + m * m) / 2 - 0.5)
    const expected = (weight * terms.reduce((sum, term) => sum + term, 0)) / 2
    expect(relativeError(await value.data(), [expected])).toBeLessThan(1e-6)
    const byMean = mean.map(m => (weight * m) / 2)
    const byLogvar = logvar.map(v => (weight * (Math.exp(v) - 1)) / 4)
    expect(relativeError(await grads[0]!.data(), byMean)).toBeLessThan(1e-6)
    expect(relativeError(await grads[1]!.data(), byLogvar)).toBeLessThan(1e-6)
  })

  describe('CrossEntropyLoss', () => {
    const scores = [
      [1, 2, 3],
      [-1, 0.5, 200],
    ]
    const labels = [2, 0]
    /** From its definition, in double precision. */
    const expected = (smoothing: number) =>
      scores.map((row, i) => {
        const top = Math.max(...row)
        const total = top + Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0))
        const target = row.map((_, j) => (j === labels[i] ? 1 - smoothing : 0) + smoothing / row.length)
        return {
          loss: row.reduce((sum, value, j) => sum + target[j]! * (total - value), 0),
          gradient: row.map((value, j) => Math.exp(value - total) - target[j]!),
        }
      })
    const lossOf = (params: LossParams) => (x: tf.Tensor) =>
      losses.get('CrossEntropyLoss')!(x, tf.tensor1d(labels, 'int32'), params)

    test.each([0, 0.1])('is −log softmax at the label, with label smoothing %s', async labelSmoothing => {
      const rows = expected(labelSmoothing)
      for (const reduction of ['mean', 'sum'] as const) {
        const share = reduction === 'mean' ? 1 / rows.length : 1
        const { value, grad } = tf.valueAndGrad(lossOf({ reduction, labelSmoothing }))(tf.tensor2d(scores))
        const total = share * rows.reduce((sum, row) => sum + row.loss, 0)
        expect(relativeError(await value.data(), [total])).toBeLessThan(1e-5)
        const gradient = rows.flatMap(row => row.gradient.map(each => share * each))
        expect(relativeError(await grad.data(), gradient)).toBeLessThan(1e-5)
      }
    })

    test('is that of the documented example: scores 1, 2, 3 and label 2 give 0.4076', async () => {
      const loss = losses.get('CrossEntropyLoss')!(tf.tensor2d([[1, 2, 3]]), tf.tensor1d([2], 'int32'), {})
      expect((await loss.data())[0]).toBeCloseTo(0.40760596, 6)
    })
  })
})
