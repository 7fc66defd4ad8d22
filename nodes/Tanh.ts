import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const Tanh = defineNode({
  type: 'Tanh',
  version: 1,
  title: 'Tanh',
  category: 'activation',
  docs: 'Squeezes every value into the range from −1 to 1: the hyperbolic tangent.',
  stem: 'tanh',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'activation', config: { activation: 'tanh' } }],
  pytorch: () => ({ module: 'Tanh', args: [], kwargs: {} }),

  examples: [
    { inputs: [[2, 5, 4]], outputs: [[2, 5, 4]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
