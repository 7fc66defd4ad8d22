import { defineNode } from '../src/graph/definition.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape } from '../src/graph/shape.ts'
import { arriving, type Margins } from './shared/convolution.ts'
import { cutProblem, extended, marginExamples, marginLayer, marginsAround } from './shared/margins.ts'

export const ZeroPad2d = defineNode({
  type: 'ZeroPad2d',
  version: 1,
  title: 'ZeroPad2d',
  category: 'padding',
  docs: 'Adds rows and columns of zeros around an image.',
  stem: 'zeropad',

  ...marginLayer('ZeroPad2d', 'zeros'),
  infer: ({ params: { padding }, inputs: [x = []] }) => {
    const around = marginsAround(padding)
    const problem = fewAxes(x) ?? cutProblem(x, around) ?? nothingThere(x, around)
    return problem ? { problem } : { outputs: [extended(x, around)] }
  },
  examples: [
    ...marginExamples,
    { params: { padding: 1 }, inputs: [[3, 4]], outputs: [[5, 6]] },
    { params: { padding: -3 }, inputs: [[1, 5, 5]], problem: 'Padding cuts 6 away from height 5' },
  ],
})

const fewAxes = (x: Shape): Problem | undefined =>
  x.length >= 2
    ? undefined
    : {
        what: `ZeroPad2d works on height and width, and ${arriving(x)} arrives`,
        need: 'put an Unflatten before it',
        port: 'input',
      }

/** torch lets a cut leave nothing, but does not pad a side of nothing. */
function nothingThere(x: Shape, around: Margins): Problem | undefined {
  const isPadding = around.flat().some(margin => margin > 0)
  return isPadding && extended(x, around).some(side => side < 1)
    ? {
        what: `Padding leaves ${formatShape(extended(x, around))}, which has no pixels`,
        need: 'every side must be at least 1',
        param: 'padding',
        fixes: [{ params: { padding: 0 } }],
      }
    : undefined
}
