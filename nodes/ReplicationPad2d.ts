import { defineNode } from '../src/graph/definition.ts'
import { notAnImage } from './shared/convolution.ts'
import { extended, marginExamples, marginLayer, marginsAround, nothingLeft } from './shared/margins.ts'

export const ReplicationPad2d = defineNode({
  type: 'ReplicationPad2d',
  version: 1,
  title: 'ReplicationPad2d',
  category: 'padding',
  docs: 'Repeats the border of an image outwards.',
  stem: 'replicatepad',

  ...marginLayer('ReplicationPad2d', 'replicate'),
  infer: ({ params: { padding }, inputs: [x = []] }) => {
    const around = marginsAround(padding)
    const problem = notAnImage('ReplicationPad2d', x) ?? nothingLeft(x, around)
    return problem ? { problem } : { outputs: [extended(x, around)] }
  },
  examples: [
    ...marginExamples,
    { params: { padding: -3 }, inputs: [[1, 5, 5]], problem: 'Padding makes −1×−1 of 5×5' },
  ],
})
