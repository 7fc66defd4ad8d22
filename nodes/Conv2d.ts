import { defineNode, type LayerCall, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { asPair, choice, integer, type Params, pair, pairOrWord } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import type { Pair, Shape } from '../src/graph/shape.ts'
import {
  type Margins,
  marginsOf,
  notAnImage,
  signed,
  slidingFormula,
  slidingSizes,
  windowDoesNotFit,
} from './shared/convolution.ts'
import { convolutionAlternatives } from './shared/evenness.ts'
import {
  channelProblem,
  commonParams,
  convolutionMacs,
  convolutionWeights,
  initBound,
  torchArguments,
} from './shared/kernels.ts'
import { mirrorOfConvolution } from './shared/mirrored.ts'
import { paddingProblem } from './shared/padding.ts'

const params = {
  outChannels: integer({
    default: 32,
    min: 1,
    help: 'Number of kernels, which is the number of channels that come out.',
  }),
  kernelSize: pair({
    default: 3,
    min: 1,
    unit: 'pixels',
    help: 'Size of the sliding window.',
    card: { letter: 'k', always: true },
  }),
  stride: pair({
    default: 1,
    min: 1,
    unit: 'pixels',
    help: 'Step of the window; 2 halves the side.',
    card: { letter: 's', always: true },
  }),
  padding: pairOrWord({
    default: 0,
    unit: 'pixels',
    words: ['same', 'valid'],
    help: "Rows and columns added around the image. 'same' keeps the size and needs stride 1, 'valid' adds none. Below 0, which paddingMode 'zeros' refuses, as many are cut away.",
    card: { letter: 'p', always: true },
  }),
  ...commonParams,
  paddingMode: choice({
    default: 'zeros',
    options: ['zeros', 'reflect', 'replicate', 'circular'],
    help: 'What the padding is filled with.',
  }),
}

export const Conv2d = defineNode({
  type: 'Conv2d',
  version: 1,
  title: 'Conv2d',
  category: 'convolution',
  docs: 'Slides kernels over an image; each output pixel is a weighted sum of the window below it. A stride above 1 makes the image smaller.',
  key: 'C',
  stem: 'conv',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: p, inputs: [image = []] }) => {
    const problem =
      notAnImage('Conv2d', image) ??
      channelProblem(p, image[0]!) ??
      strideProblem(p) ??
      cutProblem(p) ??
      paddingProblem(p.paddingMode, marginsOf(p), sidesOf(image)) ??
      windowDoesNotFit(p, sidesOf(image))
    return problem ? { problem } : { outputs: [[p.outChannels, ...slidingSizes(p, sidesOf(image))]] }
  },
  formula: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? slidingFormula(p, sidesOf(image)) : undefined,
  window: ({ params: p }) => ({
    kind: 'gather',
    kernel: asPair(p.kernelSize),
    stride: asPair(p.stride),
    padding: [marginsOf(p)[0][0], marginsOf(p)[1][0]],
    dilation: asPair(p.dilation),
    ...(p.paddingMode !== 'zeros' && { beyond: p.paddingMode }),
  }),
  weights: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? convolutionWeights(p, [p.outChannels, Math.floor(image[0]! / p.groups)]) : {},
  macs: ({ params: p, inputs: [image = []], outputs: [output = []] }) =>
    convolutionMacs(p, image[0]!, [output[1]!, output[2]!]),

  mirror: (site, form) => mirrorOfConvolution(site.params, site, form),
  alternatives: ({ params: p, inputs: [image = []], outputs: [output = []] }) =>
    convolutionAlternatives(p, image, output),

  lower: ({ params: p, inputs: [image = []] }) => lowerConv2d(p, image),
  pytorch: ({ params: p, inputs: [image = []] }) => ({
    module: 'Conv2d',
    args: [image[0]!, p.outChannels, ...torchArguments(p).args],
    kwargs: torchArguments(p).kwargs,
  }),
  printed: {
    positional: ['in_channels', 'out_channels'],
    arriving: { in_channels: 0 },
    required: ['out_channels', 'kernel_size'],
    brief: ['padding', 'dilation', 'groups', 'bias', 'padding_mode'],
    isFormatted: true,
  },

  examples: [
    { params: { outChannels: 32, kernelSize: 5 }, inputs: [[1, 28, 28]], outputs: [[32, 24, 24]] },
    {
      params: { outChannels: 4, kernelSize: [3, 5], stride: [2, 1], padding: [1, 2] },
      inputs: [[2, 9, 8]],
      outputs: [[4, 5, 8]],
    },
    {
      params: { outChannels: 4, kernelSize: 3, dilation: 2, groups: 2, padding: 'same', bias: false },
      inputs: [[2, 7, 7]],
      outputs: [[4, 7, 7]],
    },
    {
      params: { outChannels: 3, kernelSize: 3, padding: 1, paddingMode: 'reflect' },
      inputs: [[2, 6, 5]],
      outputs: [[3, 6, 5]],
    },
    {
      params: { outChannels: 2, kernelSize: 2, padding: [-1, 2], paddingMode: 'replicate' },
      inputs: [[1, 6, 5]],
      outputs: [[2, 3, 8]],
    },
    {
      params: { outChannels: 2, kernelSize: 3, padding: -1 },
      inputs: [[1, 6, 6]],
      problem: "it must be at least 0, or paddingMode 'replicate'",
    },
    {
      params: { outChannels: 8, kernelSize: 5 },
      inputs: [[32, 4, 4]],
      problem: 'height must be at least 5, or padding at least 1',
    },
  ],
})

const sidesOf = (image: Shape): Pair => [image[1]!, image[2]!]

const strideProblem = (p: Params<typeof params>) =>
  p.padding === 'same' && asPair(p.stride).some(step => step !== 1)
    ? {
        what: `Padding 'same' keeps the size, and stride ${asPair(p.stride).join('×')} changes it`,
        need: 'stride must be 1, or padding a number',
        param: 'padding',
        fixes: [{ params: { stride: 1 } }, { params: { padding: marginsOf(p).map(([, after]) => after) } }],
      }
    : undefined

/**
 * torch refuses to cut in the mode 'zeros' alone: the others pad, or cut, by `F.pad` before they convolve
 * (torch/nn/modules/conv.py, `_conv_forward`; aten/src/ATen/native/Convolution.cpp, `check_shape_forward`).
 */
function cutProblem(p: Params<typeof params>): Problem | undefined {
  const least = Math.min(...marginsOf(p).flat())
  if (p.paddingMode !== 'zeros' || least >= 0) return undefined
  return {
    what: `Padding ${signed(least)} in mode 'zeros' would cut the image`,
    need: "it must be at least 0, or paddingMode 'replicate', which cuts",
    param: 'padding',
    fixes: [{ params: { padding: 0 } }, { params: { paddingMode: 'replicate' } }],
  }
}

/**
 * `tf.layers` where they compute and train it rightly. Dilation and groups go to TorchConv2d, because tfjs lacks their
 * gradients; padding that is not of zeros is a step of its own.
 */
function lowerConv2d(p: Params<typeof params>, [channels = 0]: Shape): readonly LayerCall[] {
  const [[top, bottom], [left, right]] = marginsOf(p)
  const isPadded = [top, bottom, left, right].some(rows => rows !== 0)
  const margins = [
    [top, bottom],
    [left, right],
  ]
  const shared = {
    filters: p.outChannels,
    kernelSize: asPair(p.kernelSize),
    strides: asPair(p.stride),
    useBias: p.bias,
  }
  const slots = {
    weights: [{ name: 'weight', permute: [2, 3, 1, 0] }, ...(p.bias ? [{ name: 'bias' }] : [])],
    initBound: initBound(p, channels / p.groups),
  }
  const isPlain = p.groups === 1 && asPair(p.dilation).every(spread => spread === 1)
  const isZeros = p.paddingMode === 'zeros'
  const before: LayerCall[] =
    isPadded && !isZeros ? [{ layer: 'Pad2d', config: { padding: margins, mode: p.paddingMode } }] : []
  if (!isPlain) {
    const padding = isZeros
      ? margins
      : [
          [0, 0],
          [0, 0],
        ]
    return [
      ...before,
      {
        layer: 'TorchConv2d',
        config: { ...shared, padding, dilation: asPair(p.dilation), groups: p.groups },
        ...slots,
      },
    ]
  }
  const isSame =
    isZeros &&
    isPadded &&
    asPair(p.stride).every(step => step === 1) &&
    sameMargins(p, [
      [top, bottom],
      [left, right],
    ])
  if (isPadded && isZeros && !isSame) before.push({ layer: 'zeroPadding2d', config: { padding: margins } })
  return [...before, { layer: 'conv2d', config: { ...shared, padding: isSame ? 'same' : 'valid' }, ...slots }]
}

const sameMargins = (p: Params<typeof params>, margins: Margins): boolean =>
  marginsOf({ ...p, padding: 'same' }).every((sides, axis) =>
    sides.every((side, i) => side === margins[axis]![i]),
  )
