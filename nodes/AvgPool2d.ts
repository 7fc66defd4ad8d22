import { defineNode, type LayerCall, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { asPair, flag, optionalInteger, type Params, sameValue } from '../src/graph/params.ts'
import type { Shape } from '../src/graph/shape.ts'
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

const params = {
  ...poolingParams,
  countIncludePad: flag({
    default: true,
    help: 'Counts the padding as pixels of value 0; off, a mean is of the pixels of the image alone.',
  }),
  divisorOverride: optionalInteger({
    default: null,
    help: 'What each sum is divided by in place of the number of pixels.',
  }),
}

export const AvgPool2d = defineNode({
  type: 'AvgPool2d',
  version: 1,
  title: 'AvgPool2d',
  category: 'pooling',
  docs: 'Takes the mean of each window, channel by channel.',
  stem: 'avgpool',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: p, inputs: [image = []] }) => {
    const problem =
      notAnImage('AvgPool2d', image) ?? poolingProblem(p, imageSides(image)) ?? divisorProblem(p)
    return problem ? { problem } : { outputs: [[image[0]!, ...pooledSides(p, imageSides(image))]] }
  },
  formula: ({ params: p, inputs: [image = []] }) =>
    image.length === 3 ? poolingFormula(p, imageSides(image)) : undefined,
  window: ({ params: p }) => ({
    kind: 'gather',
    kernel: asPair(p.kernelSize),
    stride: strideOf(p),
    padding: asPair(p.padding),
    dilation: [1, 1],
    isAverage: true,
    ...(!p.countIncludePad && { leavesOutPadding: true }),
    ...(p.divisorOverride !== null && { divisor: p.divisorOverride }),
    ...(p.ceilMode && { isCeil: true }),
  }),
  mirror: ({ inputs: [image = []] }) => enlarged(image),

  lower: ({ params: p, inputs: [image = []], outputs: [output = []] }) => [lowerAverage(p, image, output)],
  pytorch: ({ params: p }) => {
    const { args, kwargs } = poolingArguments(p)
    return {
      module: 'AvgPool2d',
      args,
      kwargs: {
        ...kwargs,
        ...(p.countIncludePad ? {} : { count_include_pad: false }),
        ...(p.divisorOverride === null ? {} : { divisor_override: p.divisorOverride }),
      },
    }
  },
  printed: {
    required: ['kernel_size'],
    repeating: { stride: 'kernel_size' },
    unprinted: ({ padding }) => ({
      ceil_mode: true,
      count_include_pad: !sameValue(padding, 0),
      divisor_override: true,
    }),
  },

  examples: [
    { inputs: [[8, 6, 5]], outputs: [[8, 3, 2]] },
    { params: { kernelSize: 3, stride: 2, padding: 1 }, inputs: [[2, 7, 6]], outputs: [[2, 4, 3]] },
    {
      params: { kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false },
      inputs: [[2, 6, 5]],
      outputs: [[2, 4, 3]],
    },
    {
      params: { kernelSize: [2, 3], stride: [1, 2], divisorOverride: 5 },
      inputs: [[1, 5, 7]],
      outputs: [[1, 4, 3]],
    },
    { params: { kernelSize: 2, padding: 2 }, inputs: [[1, 8, 8]], problem: 'padding must be at most 1' },
    { params: { kernelSize: [3, 9] }, inputs: [[1, 8, 8]], problem: 'width must be at least 9' },
    { params: { divisorOverride: 0 }, inputs: [[1, 8, 8]], problem: 'it must be another number, or none' },
  ],
})

const divisorProblem = (p: Params<typeof params>) =>
  p.divisorOverride === 0
    ? {
        what: 'divisorOverride is 0, and nothing can be divided by 0',
        need: 'it must be another number, or none',
        param: 'divisorOverride',
        fixes: [{ params: { divisorOverride: null } }],
      }
    : undefined

/** `tf.layers` where all windows lie in the image; its gradient is wrong where there is padding. */
function lowerAverage(p: Params<typeof params>, image: Shape, output: Shape): LayerCall {
  const [kernel, stride] = [asPair(p.kernelSize), strideOf(p)]
  const axes = ([0, 1] as const).map(axis => windowsAlong(p, axis, image[axis + 1]!, output[axis + 1]!))
  const isPlain =
    p.divisorOverride === null &&
    axes.every(({ spans }, axis) => spans.every(([from, to]) => to - from === kernel[axis]))
  if (isPlain)
    return { layer: 'averagePooling2d', config: { poolSize: kernel, strides: stride, padding: 'valid' } }
  const [rows, columns] = axes
  const divisors =
    p.divisorOverride === null
      ? p.countIncludePad
        ? { rowDivisors: rows!.counts, columnDivisors: columns!.counts }
        : {}
      : {
          rowDivisors: rows!.spans.map(() => p.divisorOverride),
          columnDivisors: columns!.spans.map(() => 1),
        }
  return { layer: 'WindowMean', config: { rows: rows!.spans, columns: columns!.spans, ...divisors } }
}

/**
 * The pixels of the image that each window covers, and how many pixels it has with its padding: a window that ends
 * beyond the padding, as ceilMode allows, is cut there (aten/src/ATen/native/cpu/AvgPoolKernel.cpp).
 */
function windowsAlong(p: Params<typeof params>, axis: 0 | 1, side: number, size: number) {
  const [kernel, stride, padding] = [asPair(p.kernelSize), strideOf(p), asPair(p.padding)].map(
    each => each[axis],
  ) as [number, number, number]
  const starts = Array.from({ length: size }, (_, i) => i * stride - padding)
  const ends = starts.map(start => Math.min(start + kernel, side + padding))
  return {
    spans: starts.map((start, i): [number, number] => [
      Math.max(start, 0),
      Math.max(Math.min(ends[i]!, side), Math.max(start, 0)),
    ]),
    counts: starts.map((start, i) => ends[i]! - start),
  }
}
