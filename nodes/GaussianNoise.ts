import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const GaussianNoise = defineNode({
  type: 'GaussianNoise',
  version: 1,
  title: 'GaussianNoise',
  category: 'regularization',
  docs: 'Adds normally distributed noise while the network is trained. Otherwise it changes nothing.',
  stem: 'noise',

  params: {
    stddev: number({ default: 0.1, min: 0, help: 'Standard deviation of the noise.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ inputs }) => ({ outputs: inputs }),
  lower: ({ params: { stddev } }) => (stddev === 0 ? [] : [{ layer: 'SeededNoise', config: { stddev } }]),
  pytorch: ({ params: { stddev } }) => ({
    expression: ([x]) => `(${x} + ${stddev} * torch.randn_like(${x}) if self.training else ${x})`,
  }),

  examples: [
    { inputs: [[1, 4, 5]], outputs: [[1, 4, 5]] },
    { params: { stddev: 0.5 }, inputs: [[8]], outputs: [[8]] },
  ],
})
