import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../src/runtime/backends.ts'
import { evaluate, relativeError } from './evaluate.ts'
import { type GoldenTensor, goldenCases, goldenLayers, goldenRun, goldenTypes, lastPart } from './golden.ts'

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`on ${backend}, as PyTorch computes it,`, () => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend)
    })
    afterAll(async () => {
      await tf.setBackend('cpu')
    })

    for (const type of goldenTypes('layer')) {
      goldenLayers(type).forEach((golden, i) => {
        test(`${type} ${i}: ${JSON.stringify(golden.params)}`, async () => {
          const { plan, weights, batch, training } = goldenRun(type, golden)
          const [input, upstream] = [[golden.input.data], [golden.gradOutput.data]]
          const found = await evaluate(plan, weights, batch, input, upstream, training)
          const errors: Record<string, number> = {
            output: relativeError(found.outputs[0]!, golden.output.data),
            input: relativeError(found.inputGradients[0]!, golden.gradInput.data),
          }
          for (const [name, gradient] of Object.entries(found.weightGradients)) {
            errors[name] = relativeError(gradient, golden.grads![lastPart(name)]!.data)
          }
          expect(Object.keys(errors).length).toBe(2 + Object.keys(golden.grads ?? {}).length)
          expect(Object.entries(errors).filter(([, error]) => !(error < 1e-5))).toEqual([])
        })
      })
    }

    test('the mean squared error and its gradient', async () => {
      interface LossCase {
        readonly params: { readonly reduction: string }
        readonly input: GoldenTensor
        readonly target: GoldenTensor
        readonly output: number
        readonly gradInput: GoldenTensor
      }
      const golden = goldenCases<LossCase>('MSELoss').find(({ params }) => params.reduction === 'mean')!
      const target = tf.tensor([...golden.target.data])
      const loss = tf.valueAndGrad((x: tf.Tensor) => tf.losses.meanSquaredError(target, x))
      const { value, grad } = loss(tf.tensor([...golden.input.data]))
      expect(relativeError(await value.data(), [golden.output])).toBeLessThan(1e-5)
      expect(relativeError(await grad.data(), golden.gradInput.data)).toBeLessThan(1e-5)
    })

    test('three steps of Adam', async () => {
      interface OptimizerCase {
        readonly params: { readonly weight_decay?: number }
        readonly effective: {
          readonly lr: number
          readonly betas: readonly [number, number]
          readonly eps: number
        }
        readonly start: GoldenTensor
        readonly gradients: readonly GoldenTensor[]
        readonly after: readonly GoldenTensor[]
      }
      const golden = goldenCases<OptimizerCase>('Adam').find(({ params }) => !params.weight_decay)!
      const { lr, betas, eps } = golden.effective
      const optimizer = tf.train.adam(lr, ...betas, eps)
      const variable = tf.variable(tf.tensor1d([...golden.start.data]))
      for (const [i, gradient] of golden.gradients.entries()) {
        optimizer.applyGradients([{ name: variable.name, tensor: tf.tensor1d([...gradient.data]) }])
        expect(relativeError(await variable.data(), golden.after[i]!.data)).toBeLessThan(1e-5)
      }
    })
  })
}
