/** Axes as torch counts them on a batched tensor: 0 is the batch, 1 the channels, −1 the last axis. */
import type { Problem } from '../../src/graph/problem.ts'
import { formatShape, type Shape } from '../../src/graph/shape.ts'
import { signed } from './convolution.ts'

/**
 * The place of a torch axis in the shape of one sample, or the problem of an axis that is the batch or is not there.
 * `param` names the parameter that holds it.
 */
export function sampleAxis(
  param: string,
  dim: number,
  shape: Shape,
): { readonly axis: number } | { readonly problem: Problem } {
  const rank = shape.length + 1
  const place = dim < 0 ? dim + rank : dim
  if (place >= 1 && place < rank) return { axis: place - 1 }
  const last = rank - 1
  const span = last === 1 ? '1 (or −1)' : `from 1 to ${last}, or from −${last} to −1`
  const isBatch = place === 0
  return {
    problem: {
      what: isBatch
        ? `${param} ${signed(dim)} is the batch axis`
        : `${param} ${signed(dim)} does not exist in ${formatShape(shape)}`,
      ...(!isBatch && { given: 'with axes counted from 1' }),
      need: `it must be ${span}`,
      param,
      fixes: [{ params: { [param]: place <= 0 ? 1 : -1 } }],
    },
  }
}

/** The sentence with a capital letter at its start. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The axis of the tensor that tfjs holds, batch included: images are channels last there. */
export const storedAxis = (axis: number, rank: number): number => (rank === 3 ? [3, 1, 2][axis]! : axis + 1)

/** What a torch axis of an image is called; others are called by their number. */
export const axisName = (axis: number, rank: number): string =>
  rank === 3 ? ['channels', 'height', 'width'][axis]! : rank === 1 ? 'length' : `axis ${axis + 1}`
