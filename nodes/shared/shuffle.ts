/** PixelShuffle and its inverse: channel c·r² + i·r + j of a pixel is the pixel (i, j) of a square of channel c. */
import type { LayerCall, Window } from '../../src/graph/definition.ts'
import type { Problem } from '../../src/graph/problem.ts'
import { type Shape, sizeOf, storedShape } from '../../src/graph/shape.ts'
import { arriving } from './convolution.ts'

/** The problem of a tensor without channels, height and width; undefined where it has them. */
export const shuffleRank = (title: string, x: Shape): Problem | undefined =>
  x.length >= 3
    ? undefined
    : {
        what: `${title} works on channels×height×width, and ${arriving(x)} arrives`,
        need: 'put an Unflatten before it',
        port: 'input',
      }

/** Each pixel of the small image stands for a square of r×r pixels of the large one. */
export const squareWindow = (kind: Window['kind'], r: number): Window => ({
  kind,
  kernel: [r, r],
  stride: [r, r],
  padding: [0, 0],
  dilation: [1, 1],
})

/**
 * The squares taken out of the channels (`up`) or put into them (`down`), by a reshape around a permutation. Images are
 * channels last; other tensors keep torch's order, and what stands before their channels is counted as channels.
 */
export function shuffleCalls(r: number, x: Shape, y: Shape, direction: 'up' | 'down'): readonly LayerCall[] {
  if (r === 1) return []
  const small = direction === 'up' ? x : y
  const large = direction === 'up' ? y : x
  const [height, width] = small.slice(-2) as [number, number]
  const channels = sizeOf(large.slice(0, -2))
  const isImage = x.length === 3
  const apart = isImage ? [height, width, channels, r, r] : [channels, r, r, height, width]
  const inPlace = isImage ? [height, r, width, r, channels] : [channels, height, r, width, r]
  const [from, dims] = direction === 'up' ? [apart, [1, 4, 2, 5, 3]] : [inPlace, [1, 3, 5, 2, 4]]
  return [
    { layer: 'reshape', config: { targetShape: from } },
    { layer: 'permute', config: { dims } },
    { layer: 'reshape', config: { targetShape: storedShape(y) } },
  ]
}
