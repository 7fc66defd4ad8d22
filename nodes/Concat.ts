import { type Arrival, defineNode, tensorOutput } from '../src/graph/definition.ts'
import { integer } from '../src/graph/params.ts'
import type { Problem } from '../src/graph/problem.ts'
import { formatShape, type Shape } from '../src/graph/shape.ts'
import { axisName, capitalized, sampleAxis, storedAxis } from './shared/axes.ts'

const params = {
  dim: integer({
    default: 1,
    help: 'The axis along which they are put together; 0 is the batch, 1 the channels, −1 the last.',
  }),
}

export const Concat = defineNode({
  type: 'Concat',
  version: 1,
  title: 'Concat',
  category: 'merge',
  docs: 'Puts tensors side by side along one axis, usually the channels: the skip connection of a U-Net.',
  stem: 'concat',

  params,
  inputs: [
    {
      name: 'input',
      kind: 'tensor',
      help: 'The tensors that are put together, in the order of their wires.',
      multiple: true,
    },
  ],
  outputs: [tensorOutput],

  infer: arrival => {
    const joint = jointOf(arrival)
    return 'problem' in joint ? joint : { outputs: [joint.shape] }
  },
  formula: arrival => {
    const joint = jointOf(arrival)
    if ('problem' in joint) return undefined
    const sides = arrival.inputs.map(shape => shape[joint.axis] ?? 0)
    return {
      rule: `sum of ${axisName(joint.axis, joint.shape.length)}`,
      numbers: sides.join(' + '),
      steps: [String(joint.shape[joint.axis])],
    }
  },

  lower: arrival => {
    const [first = []] = arrival.inputs
    const found = sampleAxis('dim', arrival.params.dim, first)
    if (arrival.inputs.length < 2 || 'problem' in found) return []
    return [{ layer: 'concatenate', config: { axis: storedAxis(found.axis, first.length) } }]
  },
  pytorch: ({ params: { dim } }) => ({
    expression: names => `torch.cat([${names.join(', ')}], dim=${dim})`,
  }),

  examples: [
    {
      inputs: [
        [32, 14, 14],
        [16, 14, 14],
      ],
      outputs: [[48, 14, 14]],
    },
    {
      params: { dim: -1 },
      inputs: [
        [3, 4, 4],
        [3, 4, 5],
      ],
      outputs: [[3, 4, 9]],
    },
    { inputs: [[3], [4], [5]], outputs: [[12]] },
    {
      inputs: [
        [3, 4, 4],
        [3, 5, 4],
      ],
      problem: 'height must be the same everywhere',
    },
  ],
})

/** What comes out and along which axis. Vectors without values are skipped, as torch.cat does. */
function jointOf({
  params: { dim },
  inputs,
}: Arrival<typeof params>): { readonly axis: number; readonly shape: Shape } | { readonly problem: Problem } {
  const filled = inputs.filter(shape => shape.length !== 1 || shape[0] !== 0)
  const real = filled.length > 0 ? filled : inputs.slice(0, 1)
  const [first = []] = real
  const listed = inputs.map(formatShape).join(' and ')
  const fault = (what: string, need: string): { readonly problem: Problem } => ({
    problem: { what, need, port: 'input' },
  })
  if (real.some(shape => shape.length !== first.length)) {
    return fault(
      `${listed} have different numbers of axes`,
      'all must have the same, so put a Flatten or an Unflatten before one of them',
    )
  }
  const found = sampleAxis('dim', dim, first)
  if ('problem' in found) return found
  for (const shape of real) {
    const axis = shape.findIndex((side, i) => i !== found.axis && side !== first[i])
    if (axis < 0) continue
    const name = axisName(axis, first.length)
    return fault(
      `${capitalized(name)} ${first[axis]} and ${shape[axis]} do not fit together in ${listed}`,
      `${name} must be the same everywhere`,
    )
  }
  const total = real.reduce((sum, shape) => sum + shape[found.axis]!, 0)
  return { axis: found.axis, shape: first.map((side, i) => (i === found.axis ? total : side)) }
}
