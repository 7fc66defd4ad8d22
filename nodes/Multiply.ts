import { defineNode, tensorOutput } from '../src/graph/definition.ts'
import { sameShape } from '../src/graph/shape.ts'
import { aligned, broadcast, broadcastProblem, rankOf } from './shared/broadcasting.ts'

export const Multiply = defineNode({
  type: 'Multiply',
  version: 1,
  title: 'Multiply',
  category: 'merge',
  docs: 'Multiplies tensors value by value, such as features with a mask. Sides of 1 are repeated to fit.',
  stem: 'mul',

  params: {},
  inputs: [{ name: 'input', kind: 'tensor', help: 'The tensors that are multiplied.', multiple: true }],
  outputs: [tensorOutput],

  infer: ({ inputs }) => {
    const problem = broadcastProblem(inputs, '×')
    return problem ? { problem } : { outputs: [broadcast(inputs)] }
  },

  lower: ({ inputs }) =>
    inputs.length < 2
      ? []
      : inputs.every(shape => sameShape(shape, inputs[0]!))
        ? [{ layer: 'multiply', config: {} }]
        : [{ layer: 'BroadcastMultiply', config: { shapes: inputs } }],
  pytorch: ({ inputs }) => ({
    expression: names => names.map((name, i) => aligned(name, inputs[i]!, rankOf(inputs))).join(' * '),
  }),

  examples: [
    {
      inputs: [
        [8, 4, 4],
        [8, 4, 4],
      ],
      outputs: [[8, 4, 4]],
    },
    { inputs: [[3, 4, 5], [3, 1, 1], [5]], outputs: [[3, 4, 5]] },
    { inputs: [[6], [6], [6]], outputs: [[6]] },
    {
      inputs: [
        [3, 28, 28],
        [3, 27, 27],
      ],
      problem: 'Height 28 and 27 do not fit together',
    },
  ],
})
