/** What the losses have in common: their ports, `reduction`, and the check that sizes are equal. */
import type { Example, Inferred, Port } from '../../src/graph/definition.ts'
import { choice } from '../../src/graph/params.ts'
import { formatShape, type Shape, sameShape } from '../../src/graph/shape.ts'

export const reduction = choice({
  default: 'mean',
  options: ['mean', 'sum'],
  help: 'Whether the loss is the mean over all values of the batch, or their sum.',
})

/** The two ports of a loss: what the network yields, and a tensor that it should have yielded. */
export const lossInputs: readonly [Port, Port] = [
  { name: 'input', kind: 'tensor', help: 'What the network yields.' },
  { name: 'target', kind: 'tensor', help: 'What it should yield, such as the image of the Input.' },
]

/** The one port of a loss. Training adds up all losses of a model. */
export const lossOutput: Port = { name: 'loss', kind: 'loss', help: 'The number that training makes small.' }

/** A scalar. torch broadcasts sizes that differ and warns, which is hardly ever meant; here they are a problem. */
function inferEqualSizes([input = [], target = []]: readonly Shape[]): Inferred {
  if (sameShape(input, target)) return { outputs: [[]] }
  return {
    problem: {
      what: `The sizes of input ${formatShape(input)} and target ${formatShape(target)} differ`,
      need: 'both must be equal, because the loss compares them value by value',
      port: 'target',
    },
  }
}

const examples: readonly Example[] = [
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
]

/** The part of a definition that all losses share which compare input and target value by value: all but its name. */
export const comparison = (module: string) => ({
  params: { reduction },
  inputs: lossInputs,
  outputs: [lossOutput],
  infer: ({ inputs }: { readonly inputs: readonly Shape[] }) => inferEqualSizes(inputs),
  lower: () => [],
  pytorch: ({ params }: { readonly params: { readonly reduction: string } }) => ({
    module,
    args: [],
    kwargs: { reduction: params.reduction },
  }),
  examples,
})
