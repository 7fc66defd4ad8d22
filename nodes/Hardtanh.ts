import { defineNode, tensorInput, tensorOutput } from '../src/graph/definition.ts'
import { number } from '../src/graph/params.ts'

export const Hardtanh = defineNode({
  type: 'Hardtanh',
  version: 1,
  title: 'Hardtanh',
  category: 'activation',
  docs: 'Keeps values between minVal and maxVal and sets the others to the nearer of the two.',
  stem: 'hardtanh',

  params: {
    minVal: number({ default: -1, help: 'The smallest value that passes.' }),
    maxVal: number({ default: 1, help: 'The largest value that passes; above minVal.' }),
  },
  inputs: [tensorInput],
  outputs: [tensorOutput],

  infer: ({ params: { minVal, maxVal }, inputs }) =>
    maxVal > minVal
      ? { outputs: inputs }
      : {
          problem: {
            what: `maxVal ${maxVal} leaves nothing above minVal ${minVal}`,
            need: 'maxVal must be above minVal',
            param: 'maxVal',
            fixes: [{ params: { maxVal: minVal + 1 } }],
          },
        },
  lower: ({ params: { minVal, maxVal } }) => [{ layer: 'Hardtanh', config: { minVal, maxVal } }],
  pytorch: ({ params: { minVal, maxVal } }) => ({
    module: 'Hardtanh',
    args: [],
    kwargs: {
      ...(minVal === -1 ? {} : { min_val: minVal }),
      ...(maxVal === 1 ? {} : { max_val: maxVal }),
    },
  }),

  examples: [
    { inputs: [[32, 24, 24]], outputs: [[32, 24, 24]] },
    { inputs: [[8]], outputs: [[8]] },
    { params: { minVal: -0.5, maxVal: 2 }, inputs: [[3, 4, 5]], outputs: [[3, 4, 5]] },
    { params: { minVal: 1 }, inputs: [[8]], problem: 'maxVal must be above minVal' },
  ],
})
