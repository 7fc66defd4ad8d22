/** The runtime's half of the contract that every node keeps: its examples build, run and train, on cpu and on wasm. */
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/compile/plan.ts'
import type { Weights } from '../../src/compile/weights.ts'
import { sizeOf, storedShape } from '../../src/graph/shape.ts'
import { startBackend } from '../../src/runtime/backends.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { getWeights, initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { type Evaluation, evaluate, relativeError, wave } from './evaluate.ts'
import { deepSamples, inputsOf, sampleBatch, samples, upstreamOf } from './samples.ts'

const all = [...samples, ...deepSamples]
const run = (plan: Plan, weights: Weights, inputs = inputsOf(plan)): Promise<Evaluation> =>
  evaluate(plan, weights, sampleBatch, inputs, upstreamOf(plan))

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`on ${backend}`, () => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend)
    })
    afterAll(async () => {
      await tf.setBackend('cpu')
    })

    for (const { title, outputs, plan } of all) {
      test(`${title} yields the size that it promises`, async () => {
        const model = buildModel(plan)
        expect(model.outputs.map(({ shape }) => shape)).toEqual(
          outputs.map(shape => [null, ...storedShape(shape)]),
        )
        const before = tf.memory().numTensors
        const { outputs: found } = await run(plan, initialWeights(plan, 1))
        expect(tf.memory().numTensors, 'tensors left behind').toBe(before)
        expect(found.map(({ length }) => length)).toEqual(outputs.map(shape => sampleBatch * sizeOf(shape)))
        expect(found.every(values => values.every(Number.isFinite))).toBe(true)
        model.dispose()
      })

      test(`${title} has the gradients that differences give`, async () => {
        const weights = initialWeights(plan, 1)
        const inputs = inputsOf(plan)
        const found = await run(plan, weights)
        for (const [name, gradient] of Object.entries(found.weightGradients)) {
          expect(Math.max(...gradient.map(Math.abs)), `no gradient reaches ${name}`).toBeGreaterThan(0)
          const [direction, shape] = [wave(weights[name]!.shape, 1.9), weights[name]!.shape]
          const moved = (step: number) => ({
            ...weights,
            [name]: { shape, values: weights[name]!.values.map((value, i) => value + step * direction[i]!) },
          })
          const slope = await difference(plan, step => run(plan, moved(step)))
          expect(relativeError([dot(gradient, direction)], [slope]), name).toBeLessThan(5e-3)
        }
        for (const [i, gradient] of found.inputGradients.entries()) {
          const direction = wave([sampleBatch, ...plan.inputs[i]!.shape], 1.7)
          const moved = (step: number) =>
            inputs.map((list, j) => (i === j ? list.map((value, k) => value + step * direction[k]!) : list))
          const slope = await difference(plan, step => run(plan, weights, moved(step)))
          expect(relativeError([dot(gradient, direction)], [slope]), plan.inputs[i]!.name).toBeLessThan(5e-3)
        }
      })
    }
  })
}

describe('on both backends', () => {
  for (const { title, plan } of all) {
    test(`${title} has the same numbers and gradients, and weights come back as they were`, async () => {
      const weights = initialWeights(plan, 2)
      await tf.setBackend('cpu')
      const expected = await run(plan, weights)
      const model = buildModel(plan)
      setWeights(model, plan, weights)
      expect(await getWeights(model, plan)).toEqual(weights)
      model.dispose()
      await startBackend('wasm')
      const found = await run(plan, weights)
      const pairs = [
        [found.outputs, expected.outputs],
        [found.inputGradients, expected.inputGradients],
        [Object.values(found.weightGradients), Object.values(expected.weightGradients)],
      ] as const
      for (const [mine, theirs] of pairs) {
        expect(mine.length).toBe(theirs.length)
        for (const [i, values] of mine.entries()) expect(relativeError(values, theirs[i]!)).toBeLessThan(1e-5)
      }
    })

    test(`${title} is the same after saving and loading`, async () => {
      await tf.setBackend('cpu')
      const model = buildModel(plan)
      setWeights(model, plan, initialWeights(plan, 3))
      let saved: tf.io.ModelArtifacts | undefined
      await model.save(
        tf.io.withSaveHandler(async artifacts => {
          saved = artifacts
          return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }
        }),
      )
      const modelTopology = JSON.parse(JSON.stringify(saved!.modelTopology))
      const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...saved!, modelTopology }))
      const xs = plan.inputs.map(({ shape }) => {
        const sides = [sampleBatch, ...storedShape(shape)]
        return tf.tensor(wave(sides), sides)
      })
      const numbers = async (of: tf.LayersModel) => [...(await (of.predict(xs) as tf.Tensor).data())]
      expect(await numbers(loaded)).toEqual(await numbers(model))
    })
  }
})

/** The slope of the upstream-weighted sum of all outputs at 0. */
async function difference(plan: Plan, at: (step: number) => Promise<Evaluation>): Promise<number> {
  const step = 2e-3
  const upstream = upstreamOf(plan)
  const value = async (distance: number) =>
    (await at(distance)).outputs.reduce((sum, list, i) => sum + dot(list, upstream[i]!), 0)
  return ((await value(step)) - (await value(-step))) / (2 * step)
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
