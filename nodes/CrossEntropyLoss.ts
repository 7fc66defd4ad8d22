import { defineNode, type Inferred } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'
import { formatShape, type Shape } from '../src/graph/shape.ts'
import { lossInputs, lossOutput, reduction } from './shared/losses.ts'

export const CrossEntropyLoss = defineNode({
  type: 'CrossEntropyLoss',
  version: 1,
  title: 'CrossEntropyLoss',
  category: 'loss',
  docs: 'How surprised the network is by the label: minus the logarithm of its softmax there. Takes one score a class, without a Softmax before it. The target is the label of the Input; of the two forms in torch, a class index and probabilities, it is the first.',
  stem: 'entropy',

  params: {
    reduction,
    labelSmoothing: number({
      default: 0,
      min: 0,
      max: 1,
      help: 'How much of the target is spread evenly over all classes.',
    }),
  },
  inputs: [
    { ...lossInputs[0], help: 'One score for each class, a vector.' },
    { name: 'target', kind: 'label', help: 'The class of the image: the label of the Input.' },
  ],
  outputs: [lossOutput],

  infer: ({ inputs: [input = [], target = []] }): Inferred =>
    input.length === 1 && target.length === 0 ? { outputs: [[]] } : { problem: scoresProblem(input) },
  lower: () => [],
  pytorch: ({ params }) => ({
    module: 'CrossEntropyLoss',
    args: [],
    kwargs: {
      reduction: params.reduction,
      ...(params.labelSmoothing > 0 && { label_smoothing: params.labelSmoothing }),
    },
  }),

  examples: [
    { inputs: [[10], []], outputs: [[]] },
    { params: { reduction: 'sum', labelSmoothing: 0.1 }, inputs: [[3], []], outputs: [[]] },
    { inputs: [[10, 1, 1], []], problem: 'The scores are 10×1×1, and the label is one number' },
  ],
})

const scoresProblem = (input: Shape) => ({
  what: `The scores are ${formatShape(input)}, and the label is one number`,
  need: 'they must be a vector with one score a class: put a Flatten, or a Linear, before the loss',
  port: 'input',
})
