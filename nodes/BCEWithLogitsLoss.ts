import { defineNode } from '../src/graph/definition.ts'
import { comparison } from './shared/losses.ts'

export const BCEWithLogitsLoss = defineNode({
  type: 'BCEWithLogitsLoss',
  version: 1,
  title: 'BCEWithLogitsLoss',
  category: 'loss',
  docs: 'The binary cross-entropy of sigmoid(input) against target, whose values are from 0 to 1. The network ends without a Sigmoid: the loss has it inside, which is exact for large values too.',
  stem: 'bce',

  ...comparison('BCEWithLogitsLoss'),
})
