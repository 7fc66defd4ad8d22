import { defineNode } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'
import { comparison, reduction } from './shared/losses.ts'

export const BCEWithLogitsLoss = defineNode({
  type: 'BCEWithLogitsLoss',
  version: 1,
  title: 'BCEWithLogitsLoss',
  category: 'loss',
  docs: 'The binary cross-entropy of sigmoid(input) against target, whose values are from 0 to 1. The network ends without a Sigmoid: the loss has it inside, which is exact for large values too.',
  stem: 'bce',

  ...comparison('BCEWithLogitsLoss'),
  params: {
    reduction,
    posWeight: number({
      default: 1,
      min: 0,
      help: 'How many times a 1 of the target counts beside a 0: above 1 where ones are rare, as on black images.',
    }),
  },
  pytorch: ({ params }) => ({
    module: 'BCEWithLogitsLoss',
    args: [],
    kwargs: { reduction: params.reduction, ...(params.posWeight !== 1 && { pos_weight: params.posWeight }) },
  }),
})
