import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { fillParams } from '../src/graph/params.ts'
import { notThreeAxes } from './shared/convolution.ts'
import { imageNormCall, imageNormKwargs, imageNormParams, imageNormWeights } from './shared/norms.ts'

const params = imageNormParams(
  true,
  true,
  'Share of each batch in the running statistics; with none, all batches count alike.',
)

export const BatchNorm2d = defineNode({
  type: 'BatchNorm2d',
  version: 1,
  title: 'BatchNorm2d',
  category: 'normalization',
  docs: 'Gives each channel mean 0 and variance 1 over the batch, then a learned scale. After training it uses the running statistics.',
  stem: 'batchnorm',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs: [image = []] }) => {
    const problem = notThreeAxes('BatchNorm2d', image)
    return problem ? { problem } : { outputs: [image] }
  },
  weights: ({ params, inputs: [image = []] }) => imageNormWeights(params, image[0] ?? 0),
  lower: ({ params }) => [imageNormCall(params, false)],
  pytorch: ({ params: given, inputs: [image = []] }) => ({
    module: 'BatchNorm2d',
    args: [image[0]!],
    kwargs: imageNormKwargs(given, fillParams(params, undefined)),
  }),
  printed: { positional: ['num_features'], arriving: { num_features: 0 } },

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { momentum: null, eps: 0.001 }, inputs: [[2, 3, 3]], outputs: [[2, 3, 3]] },
    { params: { affine: false }, inputs: [[4, 1, 2]], outputs: [[4, 1, 2]] },
    { params: { trackRunningStats: false }, inputs: [[2, 4, 3]], outputs: [[2, 4, 3]] },
    { inputs: [[8]], problem: 'put an Unflatten before it' },
  ],
})
