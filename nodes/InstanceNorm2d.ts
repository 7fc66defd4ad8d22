import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { fillParams } from '../src/graph/params.ts'
import { notThreeAxes } from './shared/convolution.ts'
import { imageNormCall, imageNormKwargs, imageNormParams, imageNormWeights } from './shared/norms.ts'

const params = imageNormParams(
  false,
  false,
  'Share of each batch in the running statistics; with none, they stay as they are.',
)

export const InstanceNorm2d = defineNode({
  type: 'InstanceNorm2d',
  version: 1,
  title: 'InstanceNorm2d',
  category: 'normalization',
  docs: 'Gives each channel of each image mean 0 and variance 1, so that contrast and brightness of an image no longer count.',
  stem: 'instancenorm',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { trackRunningStats }, inputs: [image = []] }) => {
    const problem = notThreeAxes('InstanceNorm2d', image)
    if (problem) return { problem }
    const [channels, height, width] = image as [number, number, number]
    // With running statistics torch refuses this in training only.
    if (height * width !== 1 || trackRunningStats) return { outputs: [image] }
    return {
      problem: {
        what: `InstanceNorm2d takes a variance over height and width, and ${channels}×1×1 arrives`,
        need: 'the image must have more than one pixel',
        port: 'input',
      },
    }
  },
  weights: ({ params, inputs: [image = []] }) => imageNormWeights(params, image[0] ?? 0),
  lower: ({ params }) => [imageNormCall(params, true)],
  pytorch: ({ params: given, inputs: [image = []] }) => ({
    module: 'InstanceNorm2d',
    args: [image[0]!],
    kwargs: imageNormKwargs(given, fillParams(params, undefined)),
  }),
  printed: { positional: ['num_features'], arriving: { num_features: 0 } },

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { affine: true, eps: 0.001 }, inputs: [[2, 3, 3]], outputs: [[2, 3, 3]] },
    {
      params: { affine: true, trackRunningStats: true, momentum: 0.3 },
      inputs: [[2, 4, 3]],
      outputs: [[2, 4, 3]],
    },
    { inputs: [[4, 1, 1]], problem: 'the image must have more than one pixel' },
    { inputs: [[3, 4]], problem: 'its input must have three axes' },
  ],
})
