import { beforeAll, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { readInstalledMnist } from '../../src/cli/mnist.ts'
import { defaultTraining } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { startBackend } from '../../src/runtime/backends.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { principalAngles } from '../../src/training/latent/angles.ts'
import { createTrainingLoop } from '../../src/training/loop.ts'
import { pcaSpan } from '../../src/training/pca/anglesClient.ts'
import { decoderSpan, linearDecoderOf } from '../../src/training/pca/compare.ts'
import { fitDataset, testMseAt } from '../../src/training/pca/fit.ts'
import type { Dataset, Images } from '../../src/training/stepper.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input, planOf } from '../builders.ts'

const [side, code] = [7, 4]

/** The first digits of MNIST at 7×7: each pixel the mean of 4×4. */
function smallDigits(): Dataset {
  const mnist = readInstalledMnist()
  const shrink = ({ pixels, labels }: Images, count: number): Images => {
    const small = new Uint8Array(count * side * side)
    for (let i = 0; i < small.length; i++) {
      const [image, y, x] = [Math.floor(i / side ** 2), Math.floor(i / side) % side, i % side]
      let sum = 0
      for (let k = 0; k < 16; k++) sum += pixels[image * 784 + (4 * y + (k >> 2)) * 28 + 4 * x + (k & 3)]!
      small[i] = Math.round(sum / 16)
    }
    return { count, pixels: small, labels: labels.subarray(0, count) }
  }
  return {
    name: 'MNIST',
    shape: [1, side, side],
    train: shrink(mnist.train, 2000),
    test: shrink(mnist.test, 500),
  }
}

beforeAll(() => startBackend('cpu'))

test('a linear autoencoder that is trained to the end is PCA: within 1 % of its error, in the same space', async () => {
  const plan = planOf(
    chain(
      input(1, side, side),
      ['Flatten', {}, { group: 'encoder' }],
      ['Linear', { outFeatures: code }, { group: 'encoder' }],
      ['Linear', { outFeatures: side * side }, { group: 'decoder' }],
      ['Unflatten', { unflattenedSize: [1, side, side] }, { group: 'decoder' }],
    ),
  )
  const dataset = smallDigits()
  const fit = await fitDataset(dataset, code)
  // The schedule of the template; fewer images need more epochs.
  const loaded = loadDocument(templateNamed('linear-autoencoder')!.text, registry)
  if (!('document' in loaded)) throw new Error('The template cannot be read.')
  const { learningRate: _, batchSize: __, epochs: ___, ...template } = loaded.document.training
  const settings = { ...defaultTraining, ...template, learningRate: 0.02, batchSize: 50, epochs: 60 }
  const stepper = createTfjsStepper(plan, initialWeights(plan, 0), dataset, settings)
  const before = await stepper.evaluate('test', 0, dataset.test.count)
  const outcome = await createTrainingLoop(stepper, dataset, { settings }, () => {}).run()

  const pca = testMseAt(fit, code)!
  expect(before.loss).toBeGreaterThan(2 * pca)
  expect(outcome.test!.testMse! / pca).toBeLessThan(1.01)
  // No linear map is better on the images that PCA was fitted to.
  const { loss } = await stepper.evaluate('train', 0, dataset.train.count)
  expect(loss / fit.trainMse[code - 1]!).toBeGreaterThan(1 - 1e-6)
  expect(loss / fit.trainMse[code - 1]!).toBeLessThan(1.01)
  const span = decoderSpan(linearDecoderOf(plan)!, await stepper.weights())
  const angles = principalAngles(span, pcaSpan(fit.pca, code))
  expect(angles).toHaveLength(code)
  expect(Math.max(...angles)).toBeLessThan(Math.PI / 18)
  stepper.dispose()
})
