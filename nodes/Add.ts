import { defineNode } from '../src/graph/definition.ts'
import { merging } from './shared/broadcasting.ts'

export const Add = defineNode({
  type: 'Add',
  version: 1,
  title: 'Add',
  category: 'merge',
  docs: 'Adds tensors value by value: the skip connection of a residual block. Sides of 1 are repeated to fit.',
  stem: 'add',

  ...merging({
    help: 'The tensors that are added up.',
    signs: ['+', '+'],
    layers: ['add', 'BroadcastAdd'],
  }),
})
