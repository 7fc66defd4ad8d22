import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const ReLU = defineNode({
  type: 'ReLU',
  version: 1,
  title: 'ReLU',
  category: 'activation',
  docs: 'Keeps positive values and sets negative ones to 0: max(0, x).',
  key: 'R',
  stem: 'relu',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'reLU', config: {} }],
  pytorch: () => ({ module: 'ReLU', args: [], kwargs: {} }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
