import { defineNode } from '../src/graph/definition.ts'
import { comparison } from './shared/losses.ts'

export const MSELoss = defineNode({
  type: 'MSELoss',
  version: 1,
  title: 'MSELoss',
  category: 'loss',
  docs: 'The mean of the squared difference between input and target. Large errors count most, so that pictures come out smooth.',
  stem: 'mse',

  ...comparison('MSELoss'),
})
