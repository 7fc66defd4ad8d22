/**
 * Layers that read a tensor in memory order must see torch's order, channels first; tfjs holds images channels last.
 */
import type { LayerCall } from '../../src/graph/definition.ts'
import { type Shape, sameShape, storedShape } from '../../src/graph/shape.ts'

/** [height, width, channels] → [channels, height, width]; axes counted from 1 behind the batch, as `tf.layers.permute` does. */
export const toTorchOrder: LayerCall = { layer: 'permute', config: { dims: [3, 1, 2] } }

/** [channels, height, width] → [height, width, channels]. */
export const toStoredOrder: LayerCall = { layer: 'permute', config: { dims: [2, 3, 1] } }

/** True where both orders have the values in the same sequence: one channel, or one pixel. */
const isSameOrder = (shape: Shape): boolean =>
  shape.length !== 3 || shape[0] === 1 || shape[1]! * shape[2]! === 1

/** The calls that give a tensor another shape and keep torch's memory order; none where it keeps its shape. */
export function reshapeCalls(from: Shape, to: Shape): readonly LayerCall[] {
  if (sameShape(from, to)) return []
  const before = isSameOrder(from) ? [] : [toTorchOrder]
  if (to.length === 1) return [...before, { layer: 'flatten', config: {} }]
  const isDirect = isSameOrder(to)
  const reshape = { layer: 'reshape', config: { targetShape: isDirect ? storedShape(to) : to } }
  return [...before, reshape, ...(isDirect ? [] : [toStoredOrder])]
}

/** A product as it is written out: "32·4·4". */
export const productOf = (sides: Shape): string => (sides.length === 0 ? '1' : sides.join('·'))
