import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { asPair, pair } from '../src/graph/params.ts'
import { notAnImage } from './shared/convolution.ts'
import { imageSides } from './shared/mirrored.ts'
import {
  enlarged,
  pooledSides,
  poolingArguments,
  poolingFormula,
  poolingParams,
  poolingProblem,
  strideOf,
} from './shared/pooling.ts'

export const MaxPool2d = defineNode({
  type: 'MaxPool2d',
  version: 1,
  title: 'MaxPool2d',
  category: 'pooling',
  docs: 'Keeps the largest value of each window, channel by channel. Only the pixel that won is trained.',
  key: 'M',
  stem: 'maxpool',

  params: {
    kernelSize: poolingParams.kernelSize,
    stride: poolingParams.stride,
    padding: poolingParams.padding,
    dilation: pair({
      default: 1,
      min: 1,
      unit: 'pixels',
      help: 'Distance between the pixels of a window.',
      card: { letter: 'd' },
    }),
    ceilMode: poolingParams.ceilMode,
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: p, inputs: [image = []] }) => {
    const problem = notAnImage('MaxPool2d', image) ?? poolingProblem(p, imageSides(image))
    return problem ? { problem } : { outputs: [[image[0]!, ...pooledSides(p, imageSides(image))]] }
  },
  formula: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? poolingFormula(p, imageSides(image)) : undefined,
  window: ({ params: p }) => ({
    kind: 'gather',
    kernel: asPair(p.kernelSize),
    stride: strideOf(p),
    padding: asPair(p.padding),
    dilation: asPair(p.dilation),
    ...(p.ceilMode && { isCeil: true }),
  }),
  mirror: ({ inputs: [image = []] }) => enlarged(image),

  lower: ({ params: p, outputs: [output = []] }) => [
    {
      layer: 'TorchMaxPool2d',
      config: {
        poolSize: asPair(p.kernelSize),
        strides: strideOf(p),
        padding: asPair(p.padding),
        dilation: asPair(p.dilation),
        size: imageSides(output),
      },
    },
  ],
  pytorch: ({ params: p }) => ({ module: 'MaxPool2d', ...poolingArguments(p) }),
  printed: { required: ['kernel_size'], repeating: { stride: 'kernel_size' } },

  examples: [
    { inputs: [[8, 6, 5]], outputs: [[8, 3, 2]] },
    { params: { kernelSize: 3, stride: 2, padding: 1 }, inputs: [[2, 8, 6]], outputs: [[2, 4, 3]] },
    { params: { kernelSize: 2, stride: 2, ceilMode: true }, inputs: [[2, 5, 7]], outputs: [[2, 3, 4]] },
    {
      params: { kernelSize: [2, 3], stride: [1, 2], padding: [1, 0], dilation: [2, 1] },
      inputs: [[2, 6, 7]],
      outputs: [[2, 6, 3]],
    },
    {
      params: { kernelSize: 2, stride: 5, padding: 1, ceilMode: true },
      inputs: [[1, 8, 7]],
      outputs: [[1, 2, 2]],
    },
    { params: { kernelSize: 9 }, inputs: [[1, 8, 8]], problem: 'height must be at least 9' },
    { params: { padding: 2 }, inputs: [[1, 8, 8]], problem: 'padding must be at most 1' },
  ],
})
