import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const Sigmoid = defineNode({
  type: 'Sigmoid',
  version: 1,
  title: 'Sigmoid',
  category: 'activation',
  docs: 'Squeezes every value into the range from 0 to 1: 1 / (1 + exp(−x)).',
  stem: 'sigmoid',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'activation', config: { activation: 'sigmoid' } }],
  pytorch: () => ({ module: 'Sigmoid', args: [], kwargs: {} }),

  examples: [
    { inputs: [[1, 28, 28]], outputs: [[1, 28, 28]] },
    { inputs: [[784]], outputs: [[784]] },
  ],
})
