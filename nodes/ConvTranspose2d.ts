import { defineNode, type LayerCall, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { asPair, integer, type Params, pair } from '../src/graph/params.ts'
import type { Pair, Shape } from '../src/graph/shape.ts'
import { notAnImage } from './shared/convolution.ts'
import { transposedAlternatives } from './shared/evenness.ts'
import {
  channelProblem,
  commonParams,
  convolutionMacs,
  convolutionWeights,
  initBound,
  torchArguments,
} from './shared/kernels.ts'
import { mirrorOfTransposed } from './shared/mirrored.ts'
import {
  nothingRemains,
  outputPaddingProblem,
  transposedFormula,
  transposedSizes,
} from './shared/transposed.ts'

const params = {
  outChannels: integer({ default: 32, min: 1, help: 'Number of channels that come out.' }),
  kernelSize: pair({
    default: 3,
    min: 1,
    unit: 'pixels',
    help: 'Size of the patch that each input pixel paints.',
    card: { letter: 'k', always: true },
  }),
  stride: pair({
    default: 1,
    min: 1,
    unit: 'pixels',
    help: 'Distance between the patches of neighbouring pixels; 2 doubles the side.',
    card: { letter: 's', always: true },
  }),
  padding: pair({
    default: 0,
    min: 0,
    unit: 'pixels',
    help: 'Rows and columns cut away from each side of the output.',
    card: { letter: 'p', always: true },
  }),
  outputPadding: pair({
    default: 0,
    min: 0,
    unit: 'pixels',
    help: 'Rows and columns added at the bottom and right; below stride or below dilation.',
    card: { letter: 'op' },
  }),
  ...commonParams,
}

export const ConvTranspose2d = defineNode({
  type: 'ConvTranspose2d',
  version: 1,
  title: 'ConvTranspose2d',
  category: 'convolution',
  docs: 'Paints a kernel into the output for each input pixel and adds up what overlaps. A stride above 1 makes the image larger.',
  key: 'T',
  stem: 'deconv',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: p, inputs: [image = []] }) => {
    const problem =
      notAnImage('ConvTranspose2d', image) ??
      channelProblem(p, image[0]!) ??
      outputPaddingProblem(p) ??
      nothingRemains(p, sidesOf(image))
    return problem ? { problem } : { outputs: [[p.outChannels, ...transposedSizes(p, sidesOf(image))]] }
  },
  formula: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? transposedFormula(p, sidesOf(image)) : undefined,
  window: ({ params: p }) => ({
    kind: 'scatter',
    kernel: asPair(p.kernelSize),
    stride: asPair(p.stride),
    padding: asPair(p.padding),
    dilation: asPair(p.dilation),
  }),
  weights: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? convolutionWeights(p, [image[0]!, Math.floor(p.outChannels / p.groups)]) : {},
  macs: ({ params: p, inputs: [image = []] }) => convolutionMacs(p, image[0]!, sidesOf(image)),

  mirror: ({ params: p, inputs: [image = []] }) => mirrorOfTransposed(p, image),
  alternatives: ({ params: p, inputs: [image = []], outputs: [output = []] }) =>
    transposedAlternatives(p, image, output),

  lower: ({ params: p, inputs: [image = []], outputs: [output = []] }) => lowerTransposed(p, image, output),
  pytorch: ({ params: p, inputs: [image = []] }) => ({
    module: 'ConvTranspose2d',
    args: [image[0]!, p.outChannels, ...torchArguments(p).args],
    kwargs: torchArguments(p).kwargs,
  }),
  printed: {
    positional: ['in_channels', 'out_channels'],
    arriving: { in_channels: 0 },
    required: ['out_channels', 'kernel_size'],
    brief: ['padding', 'dilation', 'output_padding', 'groups', 'bias'],
    isFormatted: true,
  },

  examples: [
    {
      params: { outChannels: 8, kernelSize: 4, stride: 2, padding: 1 },
      inputs: [[3, 7, 7]],
      outputs: [[8, 14, 14]],
    },
    {
      params: { outChannels: 4, kernelSize: [3, 2], stride: [2, 3], padding: [1, 0], outputPadding: [1, 1] },
      inputs: [[2, 5, 4]],
      outputs: [[4, 10, 12]],
    },
    {
      params: { outChannels: 4, kernelSize: 3, stride: 2, outputPadding: 1 },
      inputs: [[2, 4, 4]],
      outputs: [[4, 10, 10]],
    },
    {
      params: { outChannels: 4, kernelSize: 3, dilation: 2, groups: 2, bias: false },
      inputs: [[2, 4, 5]],
      outputs: [[4, 8, 9]],
    },
    {
      params: { outChannels: 3, kernelSize: 2, stride: 3 },
      inputs: [[2, 3, 3]],
      outputs: [[3, 8, 8]],
    },
    {
      params: { outChannels: 4, kernelSize: 2, stride: 2, outputPadding: 2 },
      inputs: [[2, 4, 4]],
      problem: 'it must be at most 1, or stride at least 3',
    },
    {
      params: { outChannels: 4, kernelSize: 3, padding: 2 },
      inputs: [[2, 2, 2]],
      problem: 'padding must be at most 1',
    },
  ],
})

const sidesOf = (image: Shape): Pair => [image[1]!, image[2]!]

/**
 * The full image by `tf.layers.conv2dTranspose`, then cropped to torch's size. With padding 'valid' tfjs yields
 * in·s + max(k − s, 0), so a stride above the kernel leaves rows that torch has only as output padding. Where the crop
 * would have to be negative, and for dilation and groups, TorchConvTranspose2d takes over.
 */
function lowerTransposed(p: Params<typeof params>, image: Shape, output: Shape): readonly LayerCall[] {
  const [kernel, stride, padding] = [asPair(p.kernelSize), asPair(p.stride), asPair(p.padding)]
  const shared = { filters: p.outChannels, kernelSize: kernel, strides: stride }
  const slots = {
    weights: [{ name: 'weight', permute: [2, 3, 1, 0] }, ...(p.bias ? [{ name: 'bias' }] : [])],
    initBound: initBound(p, p.outChannels / p.groups),
  }
  const surplus = ([0, 1] as const).map(axis => {
    const full = image[axis + 1]! * stride[axis] + Math.max(kernel[axis] - stride[axis], 0)
    return full - padding[axis] - output[axis + 1]!
  })
  const isPlain =
    p.groups === 1 && asPair(p.dilation).every(spread => spread === 1) && surplus.every(rows => rows >= 0)
  if (!isPlain) {
    const config = {
      ...shared,
      padding,
      outputPadding: asPair(p.outputPadding),
      dilation: asPair(p.dilation),
      groups: p.groups,
      useBias: p.bias,
    }
    return [{ layer: 'TorchConvTranspose2d', config, ...slots }]
  }
  const cropping = [
    [padding[0], surplus[0]!],
    [padding[1], surplus[1]!],
  ]
  return [
    { layer: 'conv2dTranspose', config: { ...shared, padding: 'valid', useBias: p.bias }, ...slots },
    ...(cropping.flat().some(rows => rows > 0) ? [{ layer: 'cropping2D', config: { cropping } }] : []),
  ]
}
