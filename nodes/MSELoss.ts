import { defineNode } from '../src/graph/definition.ts'
import { inferEqualSizes, lossInputs, lossOutput, reduction } from './shared/losses.ts'

export const MSELoss = defineNode({
  type: 'MSELoss',
  version: 1,
  title: 'MSELoss',
  category: 'loss',
  docs: 'The mean of the squared difference between input and target. Large errors count most, so that pictures come out smooth.',
  stem: 'mse',

  params: { reduction },
  inputs: lossInputs,
  outputs: [lossOutput],

  infer: ({ inputs }) => inferEqualSizes(inputs),
  lower: () => [],
  pytorch: ({ params }) => ({ module: 'MSELoss', args: [], kwargs: { reduction: params.reduction } }),

  examples: [
    {
      inputs: [
        [1, 28, 28],
        [1, 28, 28],
      ],
      outputs: [[]],
    },
    { params: { reduction: 'sum' }, inputs: [[8], [8]], outputs: [[]] },
    {
      inputs: [
        [1, 27, 27],
        [1, 28, 28],
      ],
      problem: 'The sizes of input 1×27×27 and target 1×28×28 differ',
    },
  ],
})
