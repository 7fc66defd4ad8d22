import { defineNode, type LayerCall, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { optionalInteger } from '../src/graph/params.ts'
import type { Shape } from '../src/graph/shape.ts'
import { sampleAxis, storedAxis } from './shared/axes.ts'

export const Softmax = defineNode({
  type: 'Softmax',
  version: 1,
  title: 'Softmax',
  category: 'activation',
  docs: 'Turns the values along an axis into shares that are positive and sum to 1: exp(x) / Σ exp(x).',
  stem: 'softmax',

  params: {
    dim: optionalInteger({
      default: null,
      help: 'Axis whose values sum to 1; 1 is the channels, −1 the last axis. Without it PyTorch guesses by the number of axes.',
      card: { letter: 'dim' },
    }),
  },
  start: { dim: 1 },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { dim }, inputs: [x = []] }) => {
    const found = sampleAxis('dim', dimOf(dim, x), x)
    return 'problem' in found ? found : { outputs: [x] }
  },
  lower: ({ params: { dim }, inputs: [x = []] }) => softmaxCalls(dimOf(dim, x), x),
  pytorch: ({ params: { dim }, inputs: [x = []] }) => ({
    module: 'Softmax',
    args: [],
    kwargs: { dim: dimOf(dim, x) },
  }),

  examples: [
    { params: { dim: 1 }, inputs: [[8]], outputs: [[8]] },
    { params: { dim: 1 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { dim: -1 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { dim: 1 }, inputs: [[4, 3]], outputs: [[4, 3]] },
    { inputs: [[3, 4]], problem: 'dim 0 is the batch axis' },
    { params: { dim: 4 }, inputs: [[3, 4, 5]], problem: 'dim 4 does not exist in 3×4×5' },
  ],
})

/** torch's guess, with the batch counted: 0 where there are 1 or 3 axes, else 1 (torch/nn/functional.py, `_get_softmax_dim`). */
const dimOf = (dim: number | null, x: Shape): number => dim ?? (x.length === 0 || x.length === 2 ? 0 : 1)

/** tfjs takes the last axis only, so another one changes places with it for a while. */
function softmaxCalls(dim: number, x: Shape): readonly LayerCall[] {
  const found = sampleAxis('dim', dim, x)
  if ('problem' in found) return []
  const axis = storedAxis(found.axis, x.length)
  const softmax = { layer: 'softmax', config: { axis: -1 } }
  if (axis === x.length) return [softmax]
  const dims = x.map((_, i) => (i + 1 === axis ? x.length : i + 1 === x.length ? axis : i + 1))
  const swap = { layer: 'permute', config: { dims } }
  return [swap, softmax, swap]
}
