import {
  defineNode,
  type LayerCall,
  tensorInput,
  tensorOutput,
  type WeightSpec,
} from '../src/graph/definition.ts'
import { flag, integer, type Params } from '../src/graph/params.ts'
import { type Shape, sizeOf } from '../src/graph/shape.ts'
import { toStoredOrder, toTorchOrder } from './shared/memoryOrder.ts'

const params = {
  outFeatures: integer({ default: 10, min: 0, help: 'Number of values that come out.' }),
  bias: flag({
    default: true,
    help: 'Adds a learned number to each value that comes out.',
    card: { letter: 'bias' },
  }),
}

export const Linear = defineNode({
  type: 'Linear',
  version: 1,
  title: 'Linear',
  category: 'vector',
  docs: 'Every value that comes out is a weighted sum of all values along the last axis: y = W·x + b.',
  key: 'L',
  stem: 'linear',

  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: p, inputs: [x = []] }) => ({ outputs: [[...x.slice(0, -1), p.outFeatures]] }),
  weights: ({ params: p, inputs: [x = []] }) => linearWeights(p, x),
  macs: ({ params: p, inputs: [x = []] }) => {
    const rows = sizeOf(x.slice(0, -1))
    return {
      value: sizeOf(x) * p.outFeatures,
      how: `${rows === 1 ? '' : `${rows}·`}${x.at(-1)}·${p.outFeatures}`,
    }
  },
  card: ({ params: p, inputs: [x = []] }) =>
    x.length === 0 ? `→ ${p.outFeatures}` : `${x.at(-1)} → ${p.outFeatures}`,

  mirror: ({ params: p, inputs: [x = []] }) => [
    { type: 'Linear', params: { outFeatures: x.at(-1) ?? 1, ...(p.bias ? {} : { bias: false }) } },
  ],

  lower: ({ params: p, inputs: [x = []] }) => lowerLinear(p, x),
  pytorch: ({ params: p, inputs: [x = []] }) => ({
    module: 'Linear',
    args: [x.at(-1)!, p.outFeatures],
    kwargs: p.bias ? {} : { bias: false },
  }),
  printed: { arriving: { in_features: -1 }, required: ['out_features'] },

  examples: [
    { params: { outFeatures: 8 }, inputs: [[784]], outputs: [[8]] },
    { params: { outFeatures: 4, bias: false }, inputs: [[3, 5]], outputs: [[3, 4]] },
    { params: { outFeatures: 4 }, inputs: [[2, 3, 5]], outputs: [[2, 3, 4]] },
  ],
})

/** Uniform in ±1/√inFeatures (torch/nn/modules/linear.py, `reset_parameters`). */
const boundOf = (x: Shape): number => ((x.at(-1) ?? 0) > 0 ? 1 / Math.sqrt(x.at(-1)!) : 0)

function linearWeights(p: Params<typeof params>, x: Shape): Readonly<Record<string, WeightSpec>> {
  const inFeatures = x.at(-1)
  if (inFeatures === undefined) return {}
  const init = { kind: 'uniform', bound: boundOf(x) } as const
  const weight = { shape: [p.outFeatures, inFeatures], init }
  return p.bias ? { weight, bias: { shape: [p.outFeatures], init } } : { weight }
}

/** tfjs too works along the last axis, which is the width only when channels stand first. */
function lowerLinear(p: Params<typeof params>, x: Shape): readonly LayerCall[] {
  const dense: LayerCall = {
    layer: 'dense',
    config: { units: p.outFeatures, useBias: p.bias },
    weights: [{ name: 'weight', permute: [1, 0] }, ...(p.bias ? [{ name: 'bias' }] : [])],
    initBound: boundOf(x),
  }
  return x.length === 3 ? [toTorchOrder, dense, toStoredOrder] : [dense]
}
