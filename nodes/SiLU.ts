import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const SiLU = defineNode({
  type: 'SiLU',
  version: 1,
  title: 'SiLU',
  category: 'activation',
  docs: 'Weighs each value by its own sigmoid: x·σ(x), also known as swish.',
  stem: 'silu',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'activation', config: { activation: 'swish' } }],
  pytorch: () => ({ module: 'SiLU', args: [], kwargs: {} }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
