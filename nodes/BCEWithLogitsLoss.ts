import { defineNode } from '../src/graph/definition.ts'
import { inferEqualSizes, lossInputs, lossOutput, reduction } from './shared/losses.ts'

export const BCEWithLogitsLoss = defineNode({
  type: 'BCEWithLogitsLoss',
  version: 1,
  title: 'BCEWithLogitsLoss',
  category: 'loss',
  docs: 'The binary cross-entropy of sigmoid(input) against target, whose values are from 0 to 1. The network ends without a Sigmoid: the loss has it inside, which is exact for large values too.',
  stem: 'bce',

  params: { reduction },
  inputs: lossInputs,
  outputs: [lossOutput],

  infer: ({ inputs }) => inferEqualSizes(inputs),
  lower: () => [],
  pytorch: ({ params }) => ({
    module: 'BCEWithLogitsLoss',
    args: [],
    kwargs: { reduction: params.reduction },
  }),

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
