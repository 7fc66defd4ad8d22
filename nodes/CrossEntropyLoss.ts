import { type Arrival, defineNode, type Inferred } from '../src/graph/definition.ts'
import { integer, number } from '../src/graph/params.ts'
import { formatShape, type Shape, sameShape } from '../src/graph/shape.ts'
import { lossInputs, lossOutput, reduction } from './shared/losses.ts'

const params = {
  reduction,
  labelSmoothing: number({
    default: 0,
    min: 0,
    max: 1,
    help: 'How much of the target is spread evenly over all classes.',
  }),
  ignoreIndex: integer({
    default: -100,
    help: 'Images with this label do not count. Only where the target is a label.',
  }),
}

export const CrossEntropyLoss = defineNode({
  type: 'CrossEntropyLoss',
  version: 1,
  title: 'CrossEntropyLoss',
  category: 'loss',
  docs: 'How surprised the network is by the target: minus the logarithm of its softmax there. Takes one score a class, without a Softmax before it. The target is the label of the Input, or a tensor of the size of the scores that holds the probability of each class.',
  stem: 'entropy',

  params,
  inputs: [
    { ...lossInputs[0], help: 'One score for each class: a vector, or the channels of an image.' },
    {
      name: 'target',
      kind: 'label',
      also: 'tensor',
      help: 'The class of the image, which is the label of the Input, or probabilities of the classes.',
    },
  ],
  outputs: [lossOutput],

  infer: arrival => {
    const [input = [], target = []] = arrival.inputs
    if (target.length === 0) return input.length === 1 ? { outputs: [[]] } : { problem: scoresProblem(input) }
    if (!sameShape(input, target)) return { problem: targetProblem(input, target) }
    return ignoringProblem(arrival) ?? { outputs: [[]] }
  },
  lower: () => [],
  pytorch: ({ params: { reduction, labelSmoothing, ignoreIndex } }) => ({
    module: 'CrossEntropyLoss',
    args: [],
    kwargs: {
      reduction,
      ...(labelSmoothing > 0 && { label_smoothing: labelSmoothing }),
      ...(ignoreIndex !== -100 && { ignore_index: ignoreIndex }),
    },
  }),

  examples: [
    { inputs: [[10], []], outputs: [[]] },
    { params: { reduction: 'sum', labelSmoothing: 0.1, ignoreIndex: 2 }, inputs: [[3], []], outputs: [[]] },
    { inputs: [[10], [10]], outputs: [[]] },
    {
      params: { labelSmoothing: 0.2 },
      inputs: [
        [3, 4, 5],
        [3, 4, 5],
      ],
      outputs: [[]],
    },
    { inputs: [[10, 1, 1], []], problem: 'The scores are 10×1×1, and the label is one number' },
    { inputs: [[10], [8]], problem: 'The sizes of input 10 and target 8 differ' },
    { params: { ignoreIndex: 3 }, inputs: [[10], [10]], problem: 'it must be below 0' },
  ],
})

const scoresProblem = (input: Shape) => ({
  what: `The scores are ${formatShape(input)}, and the label is one number`,
  need: 'they must be a vector with one score a class: put a Flatten, or a Linear, before the loss',
  port: 'input',
})

const targetProblem = (input: Shape, target: Shape) => ({
  what: `The sizes of input ${formatShape(input)} and target ${formatShape(target)} differ`,
  need: 'the target must be the label of the Input, or as many probabilities as there are scores',
  port: 'target',
})

/** torch refuses to look for an index among probabilities (aten/src/ATen/native/LossNLL.cpp, `cross_entropy_loss`). */
const ignoringProblem = ({ params: { ignoreIndex } }: Arrival<typeof params>): Inferred | undefined =>
  ignoreIndex < 0
    ? undefined
    : {
        problem: {
          what: `ignoreIndex ${ignoreIndex} has no meaning where the target is probabilities`,
          need: 'it must be below 0, or the target a label',
          param: 'ignoreIndex',
          fixes: [{ params: { ignoreIndex: -100 } }],
        },
      }
