import { defineNode } from '../src/graph/definition.ts'
import { inferEqualSizes, lossInputs, lossOutput, reduction } from './shared/losses.ts'

export const L1Loss = defineNode({
  type: 'L1Loss',
  version: 1,
  title: 'L1Loss',
  category: 'loss',
  docs: 'The mean of the absolute difference between input and target. Single large errors count less than in MSELoss.',
  stem: 'mae',

  params: { reduction },
  inputs: lossInputs,
  outputs: [lossOutput],

  infer: ({ inputs }) => inferEqualSizes(inputs),
  lower: () => [],
  pytorch: ({ params }) => ({ module: 'L1Loss', args: [], kwargs: { reduction: params.reduction } }),

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
