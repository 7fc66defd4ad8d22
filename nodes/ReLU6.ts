import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'

export const ReLU6 = defineNode({
  type: 'ReLU6',
  version: 1,
  title: 'ReLU6',
  category: 'activation',
  docs: 'Keeps values between 0 and 6 and sets the others to the nearer of the two.',
  stem: 'relusix',

  params: {},
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: () => [{ layer: 'Hardtanh', config: { minVal: 0, maxVal: 6 } }],
  pytorch: () => ({ module: 'ReLU6', args: [], kwargs: {} }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
  ],
})
