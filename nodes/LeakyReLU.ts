import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const LeakyReLU = defineNode({
  type: 'LeakyReLU',
  version: 1,
  title: 'LeakyReLU',
  category: 'activation',
  docs: 'Keeps positive values and makes negative ones small: x, or negativeSlope·x below 0.',
  stem: 'leaky',

  params: {
    negativeSlope: number({ default: 0.01, help: 'What negative values are multiplied by.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params }) => [{ layer: 'leakyReLU', config: { alpha: params.negativeSlope } }],
  pytorch: ({ params: { negativeSlope } }) => ({
    module: 'LeakyReLU',
    args: negativeSlope === 0.01 ? [] : [negativeSlope],
    kwargs: {},
  }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { params: { negativeSlope: 0.2 }, inputs: [[8]], outputs: [[8]] },
  ],
})
