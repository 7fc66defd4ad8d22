import type { NodeDefinition, Registry } from './definition.ts'
import type { GraphNode, Position } from './document.ts'

/** Sizes of the canvas that positions in a document are made for, in pixels at 100 %. */
export const geometry = {
  cardWidth: 352,
  cardHeight: 30,
  pillHeight: 18,
  /** From one card of a column to the next. */
  pitch: 50,
  /** From the upper edge of a card to that of the activation on the wire below it. */
  pillOffset: 31,
  /** From one activation to the next on the same wire. */
  pillPitch: 20,
  /** From one column of cards to the next. */
  columnPitch: 400,
  /** From one part of the graph to the next that does not hang together with it: cards, sizes and feature maps beside them find room. */
  partPitch: 640,
  /** Nodes whose middles are no further apart than this stand in one column. */
  columnTolerance: 24,
} as const

/** True for activations, which sit on the wire as pills because they do not change the size. */
export const isPill = (definition: NodeDefinition | undefined): boolean =>
  definition?.category === 'activation'

/** Where a port lies on the edge of a card, from 0 on the left to 1: the first in the middle, further ones right of it. */
export const portShare = (index: number, count: number): number => 0.5 + (0.5 * index) / count

/** From the upper edge of a node to that of the node right below it, in pixels. */
export function stepBelow(above: NodeDefinition | undefined, below: NodeDefinition | undefined): number {
  const { pitch, pillOffset, pillPitch } = geometry
  if (isPill(above)) return isPill(below) ? pillPitch : pitch - pillOffset
  return isPill(below) ? pillOffset : pitch
}

/** `stepBelow` for nodes of a document. */
export const stepBetween = (registry: Registry, above: GraphNode, below: Pick<GraphNode, 'type'>): number =>
  stepBelow(registry.get(above.type), registry.get(below.type))

/** True where both stand in one column. */
export const inOneColumn = (a: Position, b: Position): boolean =>
  Math.abs(a.x - b.x) <= geometry.columnTolerance
