import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const Identity = defineNode({
  type: 'Identity',
  version: 1,
  title: 'Identity',
  category: 'regularization',
  docs: 'Passes its input on unchanged; it holds the place of a layer.',
  stem: 'identity',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [],
  pytorch: () => ({ module: 'Identity', args: [], kwargs: {} }),

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
