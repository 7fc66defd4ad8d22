import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { margins } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import type { Shape } from '../src/graph/shape.ts'
import { axisNames, type Margins, notAnImage } from './shared/convolution.ts'
import {
  extended,
  marginFormula,
  marginsAround,
  marginWindow,
  nothingLeft,
  padCalls,
  turned,
} from './shared/margins.ts'

export const ReflectionPad2d = defineNode({
  type: 'ReflectionPad2d',
  version: 1,
  title: 'ReflectionPad2d',
  category: 'padding',
  docs: 'Mirrors an image at its border, the border pixel itself left out.',
  stem: 'reflectpad',

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
    const problem = notAnImage('ReflectionPad2d', x) ?? tooWide(x, around) ?? nothingLeft(x, around)
    return problem ? { problem } : { outputs: [extended(x, around)] }
  },
  formula: ({ params: { padding }, inputs: [x = []] }) => marginFormula(x, marginsAround(padding)),
  window: ({ params: { padding }, inputs: [x = []] }) =>
    x.length === 3 ? marginWindow(marginsAround(padding), 'reflect') : undefined,
  mirror: ({ params: { padding } }) => [turned(padding)],

  lower: ({ params: { padding }, inputs: [x = []] }) => padCalls(x, marginsAround(padding), 'reflect'),
  pytorch: ({ params: { padding } }) => ({ module: 'ReflectionPad2d', args: [padding], kwargs: {} }),
  printed: { positional: ['padding'], isFormatted: true },

  examples: [
    { params: { padding: 2 }, inputs: [[2, 5, 4]], outputs: [[2, 9, 8]] },
    { params: { padding: [1, 2, 0, 3] }, inputs: [[2, 5, 4]], outputs: [[2, 8, 7]] },
    { params: { padding: [1, -2, -1, 0] }, inputs: [[1, 5, 4]], outputs: [[1, 4, 3]] },
    { params: { padding: 5 }, inputs: [[1, 5, 9]], problem: 'padding must be at most 4' },
  ],
})

/** A mirror shows at most what there is behind the border pixel. */
function tooWide(x: Shape, around: Margins): Problem | undefined {
  for (const axis of [0, 1] as const) {
    const [side, margin] = [x[axis + 1]!, Math.max(...around[axis])]
    if (margin < side) continue
    return {
      what: `Padding ${margin} is too much for ${axisNames[axis]} ${side}`,
      need: `padding must be at most ${side - 1}`,
      param: 'padding',
      fixes: [{ params: { padding: Math.min(x[1]!, x[2]!) - 1 } }],
    }
  }
  return undefined
}
