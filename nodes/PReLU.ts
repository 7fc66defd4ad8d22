import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { integer, number } from '../src/graph/params.ts'

export const PReLU = defineNode({
  type: 'PReLU',
  version: 1,
  title: 'PReLU',
  category: 'activation',
  docs: 'Keeps positive values and multiplies negative ones by a learned number, one for all channels or one for each.',
  stem: 'prelu',

  params: {
    numParameters: integer({
      default: 1,
      min: 1,
      help: 'Count of learned numbers: 1, or one for each channel.',
    }),
    init: number({ default: 0.25, help: 'What the learned numbers start with.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { numParameters }, inputs: [x = []] }) => {
    const channels = x[0] ?? 1
    if (numParameters === 1 || numParameters === channels) return { outputs: [x] }
    return {
      problem: {
        what: `${numParameters} parameters do not fit ${channels} channels`,
        need: channels === 1 ? 'numParameters must be 1' : `numParameters must be 1 or ${channels}`,
        param: 'numParameters',
        fixes: [
          ...(channels > 1 ? [{ params: { numParameters: channels } }] : []),
          { params: { numParameters: 1 } },
        ],
      },
    }
  },
  weights: ({ params: { numParameters, init } }) => ({
    weight: { shape: [numParameters], init: { kind: 'constant', value: init } },
  }),
  lower: ({ params: { numParameters, init } }) => [
    { layer: 'TorchPReLU', config: { numParameters, init }, weights: [{ name: 'weight' }] },
  ],
  pytorch: ({ params: { numParameters, init } }) => ({
    module: 'PReLU',
    args: numParameters === 1 ? [] : [numParameters],
    kwargs: init === 0.25 ? {} : { init },
  }),
  printed: { unprinted: () => ({ init: true }) },

  examples: [
    { inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { numParameters: 3, init: 0.1 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { numParameters: 4 }, inputs: [[4, 3]], outputs: [[4, 3]] },
    { params: { numParameters: 8 }, inputs: [[8]], outputs: [[8]] },
    { params: { numParameters: 2 }, inputs: [[3, 4, 5]], problem: '2 parameters do not fit 3 channels' },
  ],
})
