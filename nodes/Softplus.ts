import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const Softplus = defineNode({
  type: 'Softplus',
  version: 1,
  title: 'Softplus',
  category: 'activation',
  docs: 'A smooth form of ReLU that is above 0 everywhere: log(1 + exp(beta·x)) / beta.',
  stem: 'softplus',

  params: {
    beta: number({ default: 1, help: 'How sharp the bend at 0 is.' }),
    threshold: number({ default: 20, help: 'Where beta·x is above it, the value passes unchanged.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { beta, threshold } }) => [
    beta === 1 && threshold === 20
      ? { layer: 'activation', config: { activation: 'softplus' } }
      : { layer: 'TorchSoftplus', config: { beta, threshold } },
  ],
  pytorch: ({ params: { beta, threshold } }) => ({
    module: 'Softplus',
    args: [],
    kwargs: { ...(beta === 1 ? {} : { beta }), ...(threshold === 20 ? {} : { threshold }) },
  }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
    { params: { beta: 2, threshold: 5 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
  ],
})
