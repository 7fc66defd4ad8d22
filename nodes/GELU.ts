import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { choice } from '../src/graph/params.ts'

export const GELU = defineNode({
  type: 'GELU',
  version: 1,
  title: 'GELU',
  category: 'activation',
  docs: 'Weighs each value by the probability that a normal variable lies below it: x·Φ(x).',
  stem: 'gelu',

  params: {
    approximate: choice({
      default: 'none',
      options: ['none', 'tanh'],
      help: 'How the probability is computed: exactly, or by a formula with tanh.',
    }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { approximate } }) => [
    approximate === 'tanh'
      ? { layer: 'TanhGELU', config: {} }
      : { layer: 'activation', config: { activation: 'gelu' } },
  ],
  pytorch: ({ params: { approximate } }) => ({
    module: 'GELU',
    args: [],
    kwargs: approximate === 'none' ? {} : { approximate },
  }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { params: { approximate: 'tanh' }, inputs: [[8]], outputs: [[8]] },
  ],
})
