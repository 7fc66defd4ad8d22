import { defineNode } from '../src/graph/definition.ts'
import { comparison } from './shared/losses.ts'

export const L1Loss = defineNode({
  type: 'L1Loss',
  version: 1,
  title: 'L1Loss',
  category: 'loss',
  docs: 'The mean of the absolute difference between input and target. Single large errors count less than in MSELoss.',
  stem: 'mae',

  ...comparison('L1Loss'),
})
