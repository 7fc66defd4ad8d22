import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { margins } from '../src/graph/params.ts'
import { notAnImage } from './shared/convolution.ts'
import {
  extended,
  marginFormula,
  marginsAround,
  marginWindow,
  nothingLeft,
  padCalls,
  turned,
} from './shared/margins.ts'

export const ReplicationPad2d = defineNode({
  type: 'ReplicationPad2d',
  version: 1,
  title: 'ReplicationPad2d',
  category: 'padding',
  docs: 'Repeats the border of an image outwards.',
  stem: 'replicatepad',

  params: {
    padding: margins({
      default: 1,
      unit: 'pixels',
      help: 'Rows and columns added on each side, or [left, right, top, bottom]; negative numbers cut away.',
      card: { letter: 'p', always: true },
    }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { padding }, inputs: [x = []] }) => {
    const around = marginsAround(padding)
    const problem = notAnImage('ReplicationPad2d', x) ?? nothingLeft(x, around)
    return problem ? { problem } : { outputs: [extended(x, around)] }
  },
  formula: ({ params: { padding }, inputs: [x = []] }) => marginFormula(x, marginsAround(padding)),
  window: ({ params: { padding }, inputs: [x = []] }) =>
    x.length === 3 ? marginWindow(marginsAround(padding), 'replicate') : undefined,
  mirror: ({ params: { padding } }) => [turned(padding)],

  lower: ({ params: { padding }, inputs: [x = []] }) => padCalls(x, marginsAround(padding), 'replicate'),
  pytorch: ({ params: { padding } }) => ({ module: 'ReplicationPad2d', args: [padding], kwargs: {} }),
  printed: { positional: ['padding'], isFormatted: true },

  examples: [
    { params: { padding: 2 }, inputs: [[2, 5, 4]], outputs: [[2, 9, 8]] },
    { params: { padding: [1, 2, 0, 3] }, inputs: [[2, 5, 4]], outputs: [[2, 8, 7]] },
    { params: { padding: [1, -2, -1, 0] }, inputs: [[1, 5, 4]], outputs: [[1, 4, 3]] },
    { params: { padding: -3 }, inputs: [[1, 5, 5]], problem: 'Padding makes −1×−1 of 5×5' },
  ],
})
