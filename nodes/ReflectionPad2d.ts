import { defineNode } from '../src/graph/definition.ts'
import type { Problem } from '../src/graph/problem.ts'
import type { Shape } from '../src/graph/shape.ts'
import { axisNames, type Margins, notAnImage } from './shared/convolution.ts'
import { extended, marginExamples, marginLayer, marginsAround, nothingLeft } from './shared/margins.ts'

export const ReflectionPad2d = defineNode({
  type: 'ReflectionPad2d',
  version: 1,
  title: 'ReflectionPad2d',
  category: 'padding',
  docs: 'Mirrors an image at its border, the border pixel itself left out.',
  stem: 'reflectpad',

  ...marginLayer('ReflectionPad2d', 'reflect'),
  infer: ({ params: { padding }, inputs: [x = []] }) => {
    const around = marginsAround(padding)
    const problem = notAnImage('ReflectionPad2d', x) ?? tooWide(x, around) ?? nothingLeft(x, around)
    return problem ? { problem } : { outputs: [extended(x, around)] }
  },
  examples: [
    ...marginExamples,
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
