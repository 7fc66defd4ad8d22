import { type Arrival, defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { integer, sizes } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape, sizeOf } from '../src/graph/shape.ts'
import { sampleAxis } from './shared/axes.ts'
import { signed } from './shared/convolution.ts'
import { productOf, reshapeCalls } from './shared/memoryOrder.ts'

const params = {
  dim: integer({
    default: 1,
    help: 'The axis that is split; 0 is the batch, 1 the channels, −1 the last.',
  }),
  unflattenedSize: sizes({
    default: [-1, 1, 1],
    min: -1,
    help: 'The sides that it is split into, channels first; one of them may be −1, which is what remains.',
  }),
}

export const Unflatten = defineNode({
  type: 'Unflatten',
  version: 1,
  title: 'Unflatten',
  category: 'vector',
  docs: 'Splits one axis into several, in memory order. A vector becomes an image of channels, height and width.',
  stem: 'unflatten',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: arrival => {
    const split = splitOf(arrival)
    return 'problem' in split ? split : { outputs: [split.shape] }
  },
  formula: ({ params: p, inputs: [x = []] }) => {
    const found = sampleAxis('dim', p.dim, x)
    const known = p.unflattenedSize.filter(side => side !== -1)
    if ('problem' in found || known.length === p.unflattenedSize.length) return undefined
    const [side, rest] = [x[found.axis]!, sizeOf(known)]
    return {
      rule: 'side / product of the other sides',
      numbers: known.length === 0 ? `${side}` : `${side} / (${productOf(known)})`,
      steps: [Number.isInteger(side / rest) ? String(side / rest) : `${side} / ${rest}`],
    }
  },
  card: arrival => {
    const [x] = arrival.inputs
    const split = x && splitOf(arrival)
    return split && 'shape' in split ? `${formatShape(x)} → ${formatShape(split.shape)}` : undefined
  },

  mirror: ({ params: p, inputs: [x = []] }) => {
    const found = sampleAxis('dim', p.dim, x)
    if ('problem' in found) return []
    const startDim = found.axis + 1
    return [{ type: 'Flatten', params: { startDim, endDim: startDim + p.unflattenedSize.length - 1 } }]
  },

  lower: ({ inputs: [x = []], outputs: [y = []] }) => reshapeCalls(x, y),
  pytorch: ({ params: { dim, unflattenedSize } }) => ({
    module: 'Unflatten',
    args: [dim, unflattenedSize],
    kwargs: {},
  }),

  examples: [
    { params: { unflattenedSize: [8, 4, 4] }, inputs: [[128]], outputs: [[8, 4, 4]] },
    { params: { unflattenedSize: [1, 28, -1] }, inputs: [[784]], outputs: [[1, 28, 28]] },
    { params: { dim: -1, unflattenedSize: [2, 3] }, inputs: [[4, 6]], outputs: [[4, 2, 3]] },
    { inputs: [[8]], outputs: [[8, 1, 1]] },
    { params: { unflattenedSize: [8, 3, 3] }, inputs: [[128]], problem: '8·3·3 is 72' },
    { params: { unflattenedSize: [-1, 3, 3] }, inputs: [[128]], problem: '3·3 = 9 does not divide 128' },
  ],
})

function splitOf({
  params: { dim, unflattenedSize: wanted },
  inputs: [x = []],
}: Arrival<typeof params>): { readonly shape: Shape } | { readonly problem: Problem } {
  const found = sampleAxis('dim', dim, x)
  if ('problem' in found) return found
  const side = x[found.axis]!
  const open = wanted.filter(part => part === -1).length
  const known = wanted.filter(part => part !== -1)
  const rest = sizeOf(known)
  const fault = (what: string, need: string): { readonly problem: Problem } => ({
    problem: { what, need, param: 'unflattenedSize', fixes: fixesFor(wanted, side) },
  })
  if (open > 1) {
    return fault(
      `unflattenedSize ${wanted.map(signed).join('×')} leaves ${open} sides open`,
      'only one of them may be −1',
    )
  }
  if (open === 1 && (rest === 0 || side % rest !== 0)) {
    return fault(
      `${known.length > 1 ? `${productOf(known)} = ${rest}` : rest} does not divide ${side}`,
      `the known sides must multiply to a divisor of ${side}`,
    )
  }
  if (open === 0 && rest !== side) {
    return fault(
      `unflattenedSize ${productOf(known)} is ${rest}, and ${side} values arrive`,
      `its sides must multiply to ${side}`,
    )
  }
  const parts = wanted.map(part => (part === -1 ? side / rest : part))
  return { shape: [...x.slice(0, found.axis), ...parts, ...x.slice(found.axis + 1)] }
}

/** The wanted sides with one of them changed, or left open, so that they fit: the first side is the channels. */
function fixesFor(wanted: readonly number[], side: number) {
  const others = sizeOf(wanted.slice(1).map(part => (part === -1 ? 1 : part)))
  const closed = [-1, ...wanted.slice(1).map(part => (part === -1 ? 1 : part))]
  return [
    ...(others > 0 && side % others === 0 ? [{ params: { unflattenedSize: closed } }] : []),
    { params: { unflattenedSize: [-1, ...wanted.slice(1).map(() => 1)] } },
  ]
}
