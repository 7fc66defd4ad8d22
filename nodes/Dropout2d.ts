import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const Dropout2d = defineNode({
  type: 'Dropout2d',
  version: 1,
  title: 'Dropout2d',
  category: 'regularization',
  docs: 'Sets whole channels to 0 by chance while the network is trained, and enlarges the others by 1/(1 − p). Otherwise it changes nothing.',
  stem: 'dropchannel',

  params: {
    p: number({ default: 0.5, min: 0, max: 1, help: 'Chance of each channel to be set to 0.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { p } }) =>
    p === 0 ? [] : [{ layer: 'TorchDropout', config: { rate: p, isByChannel: true } }],
  pytorch: ({ params: { p } }) => ({ module: 'Dropout2d', args: p === 0.5 ? [] : [p], kwargs: {} }),

  examples: [
    { inputs: [[8, 4, 5]], outputs: [[8, 4, 5]] },
    { params: { p: 0.2 }, inputs: [[4, 5]], outputs: [[4, 5]] },
  ],
})
