/** Tensors of different shapes in one sum or product, as torch broadcasts them. */
import { type Arrival, type Example, type Lowering, tensorOutput } from '../../src/graph/definition.ts'
import type { Problem } from '../../src/graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../../src/graph/shape.ts'
import { axisName, capitalized } from './axes.ts'

/** The number of axes of the result. */
const rankOf = (shapes: readonly Shape[]): number => Math.max(...shapes.map(shape => shape.length))

const padded = (shape: Shape, rank: number): Shape => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
]

/** torch's broadcasting: shapes are aligned at the last axis, and sides of 1 take the length of the others. */
function broadcast(inputs: readonly Shape[]): Shape {
  const all = inputs.map(shape => padded(shape, rankOf(inputs)))
  return all[0]!.map((_, axis) => all.map(shape => shape[axis]!).find(side => side !== 1) ?? 1)
}

/** The problem of sides that differ and are not 1; `sign` is what stands between the tensors: '+'. */
function broadcastProblem(inputs: readonly Shape[], sign: string): Problem | undefined {
  const rank = rankOf(inputs)
  const target = broadcast(inputs)
  for (const shape of inputs) {
    const axis = padded(shape, rank).findIndex((side, i) => side !== 1 && side !== target[i])
    if (axis < 0) continue
    const side = padded(shape, rank)[axis]!
    return {
      what: `${capitalized(axisName(axis, rank))} ${target[axis]} and ${side} do not fit together`,
      given: `in ${inputs.map(formatShape).join(` ${sign} `)}`,
      need: `they must be equal, or one of them 1`,
      port: 'input',
    }
  }
  return undefined
}

/** The tensor with axes of length 1 put between its batch and its own axes, so that torch aligns the same ones. */
const aligned = (name: string, shape: Shape, rank: number): string =>
  shape.length === rank ? name : `${name}[:, ${new Array(rank - shape.length).fill('None').join(', ')}]`

const examples: readonly Example[] = [
  {
    inputs: [
      [8, 4, 4],
      [8, 4, 4],
    ],
    outputs: [[8, 4, 4]],
  },
  { inputs: [[3, 4, 5], [3, 1, 1], [5]], outputs: [[3, 4, 5]] },
  { inputs: [[6], [6], [6]], outputs: [[6]] },
  {
    inputs: [
      [3, 28, 28],
      [3, 27, 27],
    ],
    problem: 'Height 28 and 27 do not fit together',
  },
]

/** The part of a definition that sums and products share. */
export const merging = (words: {
  /** What the wires are for. */
  readonly help: string
  /** What stands between the tensors in a sentence, and in Python. */
  readonly signs: readonly [said: string, torch: string]
  /** The layer for tensors of one shape, and the one that repeats sides. */
  readonly layers: readonly [equal: string, broadcast: string]
}) => ({
  params: {},
  inputs: [{ name: 'input', kind: 'tensor' as const, help: words.help, multiple: true }],
  outputs: [tensorOutput],
  infer: ({ inputs }: Arrival) => {
    const problem = broadcastProblem(inputs, words.signs[0])
    return problem ? { problem } : { outputs: [broadcast(inputs)] }
  },
  lower: ({ inputs }: Arrival): Lowering => {
    if (inputs.length < 2) return []
    return inputs.every(shape => sameShape(shape, inputs[0]!))
      ? [{ layer: words.layers[0], config: {} }]
      : [{ layer: words.layers[1], config: { shapes: inputs } }]
  },
  pytorch: ({ inputs }: Arrival) => ({
    expression: (names: readonly string[]) =>
      names.map((name, i) => aligned(name, inputs[i]!, rankOf(inputs))).join(` ${words.signs[1]} `),
  }),
  examples,
})
