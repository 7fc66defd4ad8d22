/** The layers of our own that pool and resample, against PyTorch's stored results. */
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../src/runtime/backends.ts'
import { buildLayer } from '../../src/runtime/model.ts'
import { relativeError } from './evaluate.ts'
import { type GoldenCase, goldenCases } from './golden.ts'

type Pair = [number, number]
const pair = (value: unknown, usual: number): Pair =>
  Array.isArray(value) ? (value as Pair) : [(value as number) ?? usual, (value as number) ?? usual]

const sizeOf = ({ output }: GoldenCase): Pair => [output.shape[2]!, output.shape[3]!]
const sidesOf = ({ input }: GoldenCase): Pair => [input.shape[2]!, input.shape[3]!]
const along = <T>(make: (axis: 0 | 1) => T): [T, T] => [make(0), make(1)]

/** What our layer is given for a case of the torch class. */
const configs: Readonly<
  Record<string, (golden: GoldenCase) => [layer: string, config: Record<string, unknown>]>
> = {
  MaxPool2d: golden => {
    const { kernel_size, stride, padding, dilation } = golden.params
    const poolSize = pair(kernel_size, 1)
    return [
      'TorchMaxPool2d',
      {
        poolSize,
        strides: stride === undefined ? poolSize : pair(stride, 1),
        padding: pair(padding, 0),
        dilation: pair(dilation, 1),
        size: sizeOf(golden),
      },
    ]
  },
  AdaptiveAvgPool2d: golden => {
    const [sides, size] = [sidesOf(golden), sizeOf(golden)]
    const [rows, columns] = along(axis =>
      Array.from({ length: size[axis] }, (_, i) => [
        Math.floor((i * sides[axis]) / size[axis]),
        Math.ceil(((i + 1) * sides[axis]) / size[axis]),
      ]),
    )
    return ['WindowMean', { rows, columns }]
  },
  Upsample: golden => {
    const { scale_factor, align_corners, recompute_scale_factor } = golden.params
    const [sides, size] = [sidesOf(golden), sizeOf(golden)]
    const scale = scale_factor === undefined || recompute_scale_factor ? undefined : pair(scale_factor, 1)
    const ratio = along(axis =>
      align_corners
        ? (sides[axis] - 1) / (size[axis] - 1)
        : scale
          ? 1 / scale[axis]
          : sides[axis] / size[axis],
    )
    return ['BilinearUpsample', { size, ratio, alignCorners: align_corners === true }]
  },
}

const isOurs = ({ params }: GoldenCase) => params.mode === undefined || params.mode === 'bilinear'

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`on ${backend}`, () => {
    beforeAll(async () => {
      expect((await startBackend(backend)).name).toBe(backend)
    })
    afterAll(async () => {
      await tf.setBackend('cpu')
    })

    for (const [type, configOf] of Object.entries(configs)) {
      for (const golden of goldenCases(type).filter(isOurs)) {
        test(`${type} ${JSON.stringify(golden.params)} is PyTorch's`, async () => {
          const [name, config] = configOf(golden)
          const layer = buildLayer({ name: 'layer', call: { layer: name, config: config as never } })
          const run = (x: tf.Tensor) =>
            tf.transpose(layer.apply(tf.transpose(x, [0, 2, 3, 1])) as tf.Tensor, [0, 3, 1, 2])
          const tensor = ({ data, shape }: GoldenCase['input']) => tf.tensor([...data], [...shape])
          const { value, grad } = tf.valueAndGrad(
            (x: tf.Tensor) => tf.sum(tf.mul(run(x), tensor(golden.gradOutput))) as tf.Scalar,
          )(tensor(golden.input))
          value.dispose()
          const output = run(tensor(golden.input))
          expect(output.shape).toEqual(golden.output.shape)
          expect(relativeError(await output.data(), golden.output.data)).toBeLessThan(1e-5)
          expect(relativeError(await grad.data(), golden.gradInput.data)).toBeLessThan(1e-5)
          expect(layer.computeOutputShape([null, ...sidesOf(golden), golden.input.shape[1]!])).toEqual([
            null,
            ...sizeOf(golden),
            golden.output.shape[1]!,
          ])
        })
      }
    }
  })
}
