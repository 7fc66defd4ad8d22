import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { flag, integer } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { affineWeights, eps } from './shared/norms.ts'

const affine = flag({ default: true, help: 'Learns a factor and a summand for each channel.' })

export const GroupNorm = defineNode({
  type: 'GroupNorm',
  version: 1,
  title: 'GroupNorm',
  category: 'normalization',
  docs: 'Gives each group of channels mean 0 and variance 1, for each sample by itself, then a learned scale for each channel.',
  stem: 'groupnorm',

  params: {
    numGroups: integer({
      default: 1,
      min: 1,
      help: 'Count of groups that the channels are split into, side by side.',
      card: { letter: 'g' },
    }),
    eps,
    affine,
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { numGroups }, inputs: [x = []] }) => {
    const [channels] = x
    if (channels !== undefined && channels % numGroups === 0) return { outputs: [x] }
    return {
      problem:
        channels === undefined
          ? {
              what: 'GroupNorm works on channels, and a single number arrives',
              need: 'put it before the values are summed up',
              port: 'input',
            }
          : unevenGroups(numGroups, channels),
    }
  },
  weights: ({ params, inputs: [x = []] }) => (params.affine ? affineWeights([x[0] ?? 0]) : {}),
  lower: ({ params: { numGroups, eps, affine } }) => [
    {
      layer: 'TorchGroupNorm',
      config: { groups: numGroups, eps, affine },
      weights: affine ? [{ name: 'weight' }, { name: 'bias' }] : [],
    },
  ],
  pytorch: ({ params: given, inputs: [x = []] }) => ({
    module: 'GroupNorm',
    args: [given.numGroups, x[0]!],
    kwargs: {
      ...(given.eps !== eps.default && { eps: given.eps }),
      ...(given.affine !== affine.default && { affine: given.affine }),
    },
  }),
  printed: {
    positional: ['num_groups', 'num_channels'],
    arriving: { num_channels: 0 },
    required: ['num_groups'],
  },

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { numGroups: 2, eps: 0.001 }, inputs: [[4, 3, 2]], outputs: [[4, 3, 2]] },
    { params: { numGroups: 3, affine: false }, inputs: [[3, 2, 4]], outputs: [[3, 2, 4]] },
    { params: { numGroups: 2 }, inputs: [[8]], outputs: [[8]] },
    { params: { numGroups: 2 }, inputs: [[4, 3]], outputs: [[4, 3]] },
    { params: { numGroups: 5 }, inputs: [[12, 4, 4]], problem: 'numGroups must be 1, 2, 3, 4, 6 or 12' },
  ],
})

function unevenGroups(groups: number, channels: number): Problem {
  const divisors = Array.from({ length: channels }, (_, i) => i + 1).filter(count => channels % count === 0)
  const nearest = divisors.toSorted((a, b) => Math.abs(a - groups) - Math.abs(b - groups))
  return {
    what: `${groups} groups do not divide ${channels} channels`,
    need: `numGroups must be ${divisors.length === 1 ? '1' : `${divisors.slice(0, -1).join(', ')} or ${channels}`}`,
    param: 'numGroups',
    fixes: nearest.map(count => ({ params: { numGroups: count } })),
  }
}
