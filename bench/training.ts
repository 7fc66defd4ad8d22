import * as tf from '@tensorflow/tfjs'
import { startBackend } from '../src/runtime/backends.ts'
import { buildModel } from '../src/runtime/model.ts'
import { initialWeights, setWeights } from '../src/runtime/weights.ts'
import type { Dataset, Images } from '../src/training/stepper.ts'
import { createTfjsStepper } from '../src/training/tfjsStepper.ts'
import { referencePlan } from './reference.ts'

/**
 * The backends that a bench in Node can run. Plain JavaScript comes first: once its kernels have seen wasm's memory, the
 * engine compiles them for both kinds of array, and they run three times slower.
 */
export const nodeBackends = [
  { backend: 'cpu', batch: 1, rounds: 3 },
  { backend: 'wasm', batch: 32, rounds: 7 },
] as const

/** Starts a backend and makes two trainers of the reference autoencoder: our stepper, and tfjs's own `fit`. */
export async function trainers(backend: 'wasm' | 'cpu', batch: number) {
  await startBackend(backend)
  const plan = referencePlan()
  const weights = initialWeights(plan, 0)
  const images: Images = {
    count: batch,
    pixels: Uint8Array.from({ length: batch * 784 }, (_, i) => (i * 7919) % 256),
    labels: new Uint8Array(batch),
  }
  const dataset: Dataset = { name: 'noise', shape: [1, 28, 28], train: images, test: images }
  const stepper = createTfjsStepper(plan, weights, dataset, { learningRate: 0.001 })
  const indices = Int32Array.from({ length: batch }, (_, i) => i)
  const model = buildModel(plan)
  setWeights(model, plan, weights)
  model.compile({ optimizer: tf.train.adam(0.001, 0.9, 0.999, 1e-8), loss: 'meanSquaredError' })
  const x = tf.tensor4d(
    Float32Array.from(images.pixels, value => value / 255),
    [batch, 28, 28, 1],
  )
  return {
    ours: async () => {
      stepper.step(indices)
      await stepper.losses()
    },
    fit: () => model.fit(x, x, { batchSize: batch, epochs: 1, shuffle: false, verbose: 0 }),
    dispose: () => {
      stepper.dispose()
      model.dispose()
      x.dispose()
    },
  }
}
