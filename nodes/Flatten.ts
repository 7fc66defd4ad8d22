import { type Arrival, defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { integer } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape, sizeOf } from '../src/graph/shape.ts'
import { sampleAxis } from './shared/axes.ts'
import { signed } from './shared/convolution.ts'
import { productOf, reshapeCalls } from './shared/memoryOrder.ts'

const params = {
  startDim: integer({
    default: 1,
    help: 'The first axis that is joined; 0 is the batch, 1 the channels, −1 the last.',
  }),
  endDim: integer({ default: -1, help: 'The last axis that is joined, counted like startDim.' }),
}

export const Flatten = defineNode({
  type: 'Flatten',
  version: 1,
  title: 'Flatten',
  category: 'vector',
  docs: 'Joins axes into one, in memory order: row by row, channel by channel. An image becomes a vector.',
  stem: 'flatten',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: arrival => {
    const span = spanOf(arrival)
    return 'problem' in span ? span : { outputs: [flattened(arrival.inputs[0]!, span)] }
  },
  formula: arrival => {
    const span = spanOf(arrival)
    if ('problem' in span) return undefined
    const joined = arrival.inputs[0]!.slice(span.start, span.end + 1)
    return {
      rule: 'product of the sides from startDim to endDim',
      numbers: productOf(joined),
      steps: [String(sizeOf(joined))],
    }
  },
  card: arrival => {
    const [x] = arrival.inputs
    const span = x && spanOf(arrival)
    return span && 'start' in span ? `${formatShape(x)} → ${formatShape(flattened(x, span))}` : undefined
  },

  mirror: arrival => {
    const span = spanOf(arrival)
    const joined = arrival.inputs[0]!
    return 'problem' in span
      ? []
      : [
          {
            type: 'Unflatten',
            params: { dim: span.start + 1, unflattenedSize: joined.slice(span.start, span.end + 1) },
          },
        ]
  },

  lower: ({ inputs: [x = []], outputs: [y = []] }) => reshapeCalls(x, y),
  pytorch: ({ params: { startDim, endDim } }) => ({
    module: 'Flatten',
    args: [],
    kwargs: {
      ...(startDim === 1 ? {} : { start_dim: startDim }),
      ...(endDim === -1 ? {} : { end_dim: endDim }),
    },
  }),

  examples: [
    { inputs: [[8, 4, 4]], outputs: [[128]] },
    { inputs: [[1, 28, 28]], outputs: [[784]] },
    { params: { startDim: 2 }, inputs: [[3, 4, 5]], outputs: [[3, 20]] },
    { inputs: [[10]], outputs: [[10]] },
    { params: { startDim: 0 }, inputs: [[8, 4, 4]], problem: 'is the batch axis' },
    { params: { startDim: 3, endDim: 2 }, inputs: [[8, 4, 4]], problem: 'endDim must be 3 or −1' },
  ],
})

interface Span {
  readonly start: number
  readonly end: number
}

function spanOf({
  params: { startDim, endDim },
  inputs: [x = []],
}: Arrival<typeof params>): Span | { readonly problem: Problem } {
  const [start, end] = [sampleAxis('startDim', startDim, x), sampleAxis('endDim', endDim, x)]
  if ('problem' in start) return start
  if ('problem' in end) return end
  if (start.axis <= end.axis) return { start: start.axis, end: end.axis }
  return {
    problem: {
      what: `startDim ${signed(startDim)} comes behind endDim ${signed(endDim)}`,
      given: `in ${formatShape(x)}`,
      need:
        start.axis === x.length - 1
          ? `endDim must be ${start.axis + 1} or −1, or startDim at most ${end.axis + 1}`
          : `endDim must be at least ${start.axis + 1}, or startDim at most ${end.axis + 1}`,
      param: 'endDim',
      fixes: [{ params: { endDim: -1 } }, { params: { startDim: end.axis + 1 } }],
    },
  }
}

const flattened = (x: Shape, { start, end }: Span): Shape => [
  ...x.slice(0, start),
  sizeOf(x.slice(start, end + 1)),
  ...x.slice(end + 1),
]
