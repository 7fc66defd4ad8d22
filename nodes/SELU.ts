import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const SELU = defineNode({
  type: 'SELU',
  version: 1,
  title: 'SELU',
  category: 'activation',
  docs: 'Scales x above 0 and bends towards −1.76 below, so that values keep mean 0 and variance 1 from layer to layer.',
  stem: 'selu',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'activation', config: { activation: 'selu' } }],
  pytorch: () => ({ module: 'SELU', args: [], kwargs: {} }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
