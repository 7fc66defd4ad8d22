import { defineNode } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'
import { gaussianInputs, gaussianProblem } from './shared/gaussian.ts'
import { lossOutput } from './shared/losses.ts'

export const GaussianKLLoss = defineNode({
  type: 'GaussianKLLoss',
  version: 1,
  title: 'GaussianKLLoss',
  category: 'loss',
  docs: 'How far the Gaussians of a variational autoencoder are from the standard one, in nats: ½ Σ (mean² + e^logvar − logvar − 1), a sum over the code and a mean over the images. Kingma and Welling, Auto-Encoding Variational Bayes, 2013, appendix B.',
  stem: 'kl',

  params: {
    weight: number({
      default: 1,
      min: 0,
      help: 'What it counts beside the other losses: β. Beside a mean over 784 pixels, 1/784 is the evidence bound.',
    }),
  },
  inputs: gaussianInputs,
  outputs: [lossOutput],

  infer: ({ inputs }) => {
    const problem = gaussianProblem(inputs)
    return problem ? { problem } : { outputs: [[]] }
  },
  lower: () => [],
  pytorch: ({ params: { weight } }) => ({
    expression: ([mean, logvar]) =>
      `${weight} * 0.5 * (${mean}.pow(2) + ${logvar}.exp() - ${logvar} - 1).flatten(1).sum(1).mean()`,
  }),

  examples: [
    { inputs: [[8], [8]], outputs: [[]] },
    {
      params: { weight: 0.5 },
      inputs: [
        [2, 3, 4],
        [2, 3, 4],
      ],
      outputs: [[]],
    },
    { inputs: [[8], [4]], problem: 'The sizes of mean 8 and logvar 4 differ' },
  ],
})
