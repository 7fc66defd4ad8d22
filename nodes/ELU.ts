import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const ELU = defineNode({
  type: 'ELU',
  version: 1,
  title: 'ELU',
  category: 'activation',
  docs: 'Keeps positive values and bends negative ones towards −alpha: alpha·(exp(x) − 1) below 0.',
  stem: 'elu',

  params: {
    alpha: number({ default: 1, help: 'Negative values tend to the negative of it.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { alpha } }) => [
    alpha === 1 ? { layer: 'elu', config: {} } : { layer: 'TorchELU', config: { alpha } },
  ],
  pytorch: ({ params: { alpha } }) => ({ module: 'ELU', args: alpha === 1 ? [] : [alpha], kwargs: {} }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
    { params: { alpha: 0.5 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
  ],
})
