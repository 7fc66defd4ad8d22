import { defineNode } from '../src/graph/definition.ts'
import { sizes } from '../src/graph/params.ts'

export const Input = defineNode({
  type: 'Input',
  version: 1,
  title: 'Input',
  category: 'source',
  docs: 'Where the data enters. Training fills it with images of this size.',
  stem: 'image',

  params: {
    shape: sizes({ default: [1, 28, 28], help: 'Size of one sample: channels, height, width.' }),
  },
  inputs: [],
  outputs: [
    { name: 'image', kind: 'tensor', help: 'The image, values from 0 to 1.' },
    {
      name: 'label',
      kind: 'label',
      help: 'The class of the image, a whole number from 0: the digit that it shows.',
    },
  ],

  infer: ({ params }) => ({ outputs: [params.shape, []] }),
  lower: () => [],
  pytorch: () => ({ expression: () => 'image' }),

  examples: [
    { inputs: [], outputs: [[1, 28, 28], []] },
    { params: { shape: [10] }, inputs: [], outputs: [[10], []] },
  ],
})
