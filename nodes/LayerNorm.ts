import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { flag, sizes } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../src/graph/shape.ts'
import { storedAxis } from './shared/axes.ts'
import { affineWeights, eps } from './shared/norms.ts'

export const LayerNorm = defineNode({
  type: 'LayerNorm',
  version: 1,
  title: 'LayerNorm',
  category: 'normalization',
  docs: 'Gives the values along the last axes mean 0 and variance 1, for each sample by itself, then a learned scale for each of them.',
  stem: 'layernorm',

  params: {
    normalizedShape: sizes({
      default: [8],
      help: 'The last sides of the tensor, channels first: over their values mean and variance are taken.',
    }),
    eps,
    elementwiseAffine: flag({ default: true, help: 'Learns a factor for each of these values.' }),
    bias: flag({ default: true, help: 'Learns a summand too, where it learns a factor.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { normalizedShape }, inputs: [x = []] }) =>
    sameShape(normalizedShape, x.slice(-normalizedShape.length))
      ? { outputs: [x] }
      : { problem: misfit(normalizedShape, x) },
  weights: ({ params }) => chosen(params, affineWeights(params.normalizedShape)),
  card: ({ params: { normalizedShape } }) => formatShape(normalizedShape),

  lower: ({ params, inputs: [x = []] }) => {
    const { normalizedShape: sides, eps } = params
    const first = x.length - sides.length
    const layout = x.length === 3 ? imageLayouts[sides.length]!(sides) : {}
    const names = Object.keys(chosen(params, affineWeights(sides)))
    return [
      {
        layer: 'TorchLayerNorm',
        config: {
          axes: sides.map((_, i) => storedAxis(first + i, x.length)).sort(),
          weightShape: storedSides(sides, layout),
          eps,
          affine: names.includes('weight'),
          bias: names.includes('bias'),
        },
        weights: names.map(name => ({ name, ...layout })),
      },
    ]
  },
  pytorch: ({ params: { normalizedShape, eps: given, elementwiseAffine, bias } }) => ({
    module: 'LayerNorm',
    args: [normalizedShape],
    kwargs: {
      ...(given !== eps.default && { eps: given }),
      ...(!elementwiseAffine && { elementwise_affine: false }),
      ...(!bias && { bias: false }),
    },
  }),
  printed: {
    positional: ['normalized_shape'],
    required: ['normalized_shape'],
    unprinted: ({ elementwiseAffine }) => ({ bias: elementwiseAffine }),
  },

  examples: [
    { params: { normalizedShape: [3, 4, 5] }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { normalizedShape: [4, 5], bias: false }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { normalizedShape: [5], eps: 0.001 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { inputs: [[8]], outputs: [[8]] },
    { params: { normalizedShape: [6], elementwiseAffine: false }, inputs: [[4, 6]], outputs: [[4, 6]] },
    {
      params: { normalizedShape: [4, 4] },
      inputs: [[3, 4, 5]],
      problem: 'normalizedShape must be 5, 4×5 or 3×4×5',
    },
  ],
})

/** Where the weights of an image lie: over channels last, so that they meet the right axes. */
const imageLayouts: Readonly<
  Record<number, (sides: Shape) => { readonly reshape?: Shape; readonly permute?: Shape }>
> = {
  1: ([width]) => ({ reshape: [width!, 1] }),
  2: ([height, width]) => ({ reshape: [height!, width!, 1] }),
  3: () => ({ permute: [1, 2, 0] }),
}

const storedSides = (sides: Shape, layout: { readonly reshape?: Shape; readonly permute?: Shape }): Shape =>
  layout.reshape ?? layout.permute?.map(axis => sides[axis]!) ?? sides

const chosen = <T>(
  { elementwiseAffine, bias }: { readonly elementwiseAffine: boolean; readonly bias: boolean },
  weights: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(weights).filter(([name]) => elementwiseAffine && (name === 'weight' || bias)),
  )

function misfit(given: Shape, x: Shape): Problem {
  if (x.length === 0) {
    return {
      what: 'LayerNorm works along axes, and a single number arrives',
      need: 'put it before the values are summed up',
      port: 'input',
    }
  }
  const fitting = x.map((_, axis) => x.slice(axis)).reverse()
  const names = fitting.map(formatShape)
  const list = [names.slice(0, -1).join(', '), names.at(-1)!].filter(part => part !== '').join(' or ')
  const near = (shape: Shape) => Math.abs(shape.length - given.length)
  return {
    what: `normalizedShape ${formatShape(given)} does not end ${formatShape(x)}`,
    need: `normalizedShape must be ${list}`,
    param: 'normalizedShape',
    fixes: fitting
      .toSorted((a, b) => near(a) - near(b))
      .map(shape => ({ params: { normalizedShape: shape } })),
  }
}
