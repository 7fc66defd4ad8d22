import { defineNode } from '../src/graph/definition.ts'
import { merging } from './shared/broadcasting.ts'

export const Multiply = defineNode({
  type: 'Multiply',
  version: 1,
  title: 'Multiply',
  category: 'merge',
  docs: 'Multiplies tensors value by value, such as features with a mask. Sides of 1 are repeated to fit.',
  stem: 'mul',

  ...merging({
    help: 'The tensors that are multiplied.',
    signs: ['×', '*'],
    layers: ['multiply', 'BroadcastMultiply'],
  }),
})
