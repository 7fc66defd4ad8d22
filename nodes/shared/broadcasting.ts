/** Tensors of different shapes in one sum or product, as torch broadcasts them. */
import type { Problem } from '../../src/graph/problem.ts'
import { formatShape, type Shape } from '../../src/graph/shape.ts'
import { axisName, capitalized } from './axes.ts'

/** The number of axes of the result. */
export const rankOf = (shapes: readonly Shape[]): number => Math.max(...shapes.map(shape => shape.length))

const padded = (shape: Shape, rank: number): Shape => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
]

/** torch's broadcasting: shapes are aligned at the last axis, and sides of 1 take the length of the others. */
export function broadcast(inputs: readonly Shape[]): Shape {
  const all = inputs.map(shape => padded(shape, rankOf(inputs)))
  return all[0]!.map((_, axis) => all.map(shape => shape[axis]!).find(side => side !== 1) ?? 1)
}

/** The problem of sides that differ and are not 1; `sign` is what stands between the tensors: '+'. */
export function broadcastProblem(inputs: readonly Shape[], sign: string): Problem | undefined {
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
export const aligned = (name: string, shape: Shape, rank: number): string =>
  shape.length === rank ? name : `${name}[:, ${new Array(rank - shape.length).fill('None').join(', ')}]`
