import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const Dropout = defineNode({
  type: 'Dropout',
  version: 1,
  title: 'Dropout',
  category: 'regularization',
  docs: 'Sets values to 0 by chance while the network is trained, and enlarges the others by 1/(1 − p). Otherwise it changes nothing.',
  stem: 'dropout',

  params: {
    p: number({ default: 0.5, min: 0, max: 1, help: 'Chance of each value to be set to 0.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { p } }) =>
    p === 0 ? [] : [{ layer: 'TorchDropout', config: { rate: p, isByChannel: false } }],
  pytorch: ({ params: { p } }) => ({ module: 'Dropout', args: p === 0.5 ? [] : [p], kwargs: {} }),

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { p: 0.2 }, inputs: [[8]], outputs: [[8]] },
    { params: { p: 1 }, inputs: [[3, 4]], outputs: [[3, 4]] },
  ],
})
