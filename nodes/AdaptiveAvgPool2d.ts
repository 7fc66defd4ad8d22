import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { type OptionalSides, optionalSides } from '../src/graph/params.ts'
import type { Pair, Shape } from '../src/graph/shape.ts'
import { notAnImage } from './shared/convolution.ts'
import { enlarged } from './shared/pooling.ts'
import { areaSpans } from './shared/resampling.ts'

export const AdaptiveAvgPool2d = defineNode({
  type: 'AdaptiveAvgPool2d',
  version: 1,
  title: 'AdaptiveAvgPool2d',
  category: 'pooling',
  docs: 'Takes means of as many windows as the size asks for, whatever the size that arrives; 1 gives one number for each channel.',
  stem: 'adaptive',

  params: {
    outputSize: optionalSides({
      default: 1,
      min: 0,
      unit: 'pixels',
      help: 'The sides that come out; none keeps a side as it is.',
    }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { outputSize }, inputs: [image = []] }) => {
    const problem = notAnImage('AdaptiveAvgPool2d', image)
    if (problem) return { problem }
    if (outputSize !== null) return { outputs: [[image[0]!, ...sidesAfter(outputSize, image)]] }
    // torch takes None for a side, and raises where it stands for both.
    return {
      problem: {
        what: 'outputSize none says nothing of the two sides',
        need: 'it must be a number, or none for each side by itself',
        param: 'outputSize',
        fixes: [{ params: { outputSize: [null, null] } }, { params: { outputSize: 1 } }],
      },
    }
  },
  formula: ({ params: { outputSize }, inputs: [image = []] }) => {
    if (image.length !== 3) return undefined
    const [height, width] = sidesAfter(outputSize, image)
    return {
      rule: 'outputSize',
      numbers: `${height}`,
      steps: [`${height}`],
      note: `Window i begins at ⌊i · ${image[1]} / ${height}⌋ and ends before ⌈(i + 1) · ${image[1]} / ${height}⌉. ${
        height === width && image[1] === image[2] ? 'Same for width.' : `Width ${image[2]} gives ${width}.`
      }`,
    }
  },
  // Only where the windows are all alike: of one size and side by side.
  window: ({ inputs: [image = []], outputs: [output = []] }) => {
    const [height, width] = [image[1]! / output[1]!, image[2]! / output[2]!]
    return Number.isInteger(height) && Number.isInteger(width)
      ? {
          kind: 'gather',
          kernel: [height, width],
          stride: [height, width],
          padding: [0, 0],
          dilation: [1, 1],
          isAverage: true,
        }
      : undefined
  },
  resampling: ({ inputs: [image = []], outputs: [output = []] }) =>
    Math.min(output[1]!, output[2]!) < 1
      ? undefined
      : {
          mode: 'area',
          alignCorners: false,
          ratio: [image[1]! / output[1]!, image[2]! / output[2]!],
          isBySides: true,
        },
  mirror: ({ inputs: [image = []] }) => enlarged(image),
  card: ({ params: { outputSize } }) => `→ ${listed(outputSize)}`,

  lower: ({ inputs: [image = []], outputs: [output = []] }) => [
    {
      layer: 'WindowMean',
      config: { rows: areaSpans(image[1]!, output[1]!), columns: areaSpans(image[2]!, output[2]!) },
    },
  ],
  pytorch: ({ params: { outputSize } }) => ({
    module: 'AdaptiveAvgPool2d',
    args: [outputSize],
    kwargs: {},
  }),

  examples: [
    { inputs: [[8, 4, 5]], outputs: [[8, 1, 1]] },
    { params: { outputSize: 3 }, inputs: [[2, 7, 8]], outputs: [[2, 3, 3]] },
    { params: { outputSize: [2, 3] }, inputs: [[2, 6, 6]], outputs: [[2, 2, 3]] },
    { params: { outputSize: [null, 2] }, inputs: [[1, 3, 5]], outputs: [[1, 3, 2]] },
    { params: { outputSize: 5 }, inputs: [[1, 3, 4]], outputs: [[1, 5, 5]] },
    { params: { outputSize: null }, inputs: [[2, 6, 5]], problem: 'none for each side by itself' },
    { params: { outputSize: 3 }, inputs: [[5]], problem: 'put an Unflatten before it' },
  ],
})

function sidesAfter(size: OptionalSides, image: Shape): Pair {
  const [height, width] = typeof size === 'number' || size === null ? [size, size] : size
  return [height ?? image[1]!, width ?? image[2]!]
}

const listed = (size: OptionalSides): string =>
  (typeof size === 'number' || size === null ? [size, size] : size)
    .map(side => side ?? 'none')
    .filter((side, axis, all) => axis === 0 || side !== all[0])
    .join('×')
