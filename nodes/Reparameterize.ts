import { defineNode, tensorOutput } from '../src/graph/definition.ts'
import { gaussianInputs, gaussianProblem } from './shared/gaussian.ts'

export const Reparameterize = defineNode({
  type: 'Reparameterize',
  version: 1,
  title: 'Reparameterize',
  category: 'regularization',
  docs: 'Draws the code from a Gaussian around the mean while the network is trained: mean + e^(logvar/2)·ε, so that gradients reach both. Otherwise it yields the mean. Kingma and Welling, Auto-Encoding Variational Bayes, 2013.',
  stem: 'sample',

  params: {},
  inputs: gaussianInputs,
  outputs: [tensorOutput],

  infer: ({ inputs }) => {
    const problem = gaussianProblem(inputs)
    return problem ? { problem } : { outputs: [inputs[0]!] }
  },
  lower: () => [{ layer: 'SeededSample', config: {} }],
  pytorch: () => ({
    expression: ([mean, logvar]) =>
      `(${mean} + torch.exp(0.5 * ${logvar}) * torch.randn_like(${mean}) if self.training else ${mean})`,
  }),

  examples: [
    { inputs: [[8], [8]], outputs: [[8]] },
    {
      inputs: [
        [2, 3, 4],
        [2, 3, 4],
      ],
      outputs: [[2, 3, 4]],
    },
    { inputs: [[8], [4]], problem: 'The sizes of mean 8 and logvar 4 differ' },
  ],
})
