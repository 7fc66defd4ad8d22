import type { Position } from '../../graph/document.ts'
import { geometry } from '../../graph/geometry.ts'
import type { PlacedNode } from './columns.ts'

/** The way of a wire that does not follow a column, and where its size stands. */
export interface WirePath {
  readonly path: string
  readonly label: Position
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A point of the curve whose handles lie straight below `from` and above `to`. */
function along(t: number, from: Position, y1: number, to: Position, y2: number): Position {
  const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3]
  return { x: (a + b) * from.x + (c + d) * to.x, y: a * from.y + b * y1 + c * y2 + d * to.y }
}

/** A smooth wire from a port at the lower edge of a node to one at the upper edge of another. */
export function freePath(from: Position, to: Position): WirePath {
  const drop = to.y - from.y
  const reach = Math.abs(to.x - from.x)
  const bend =
    drop >= 0 ? Math.max(drop / 2, Math.min(40, reach / 3, drop * 2)) : 40 + Math.min(120, -drop / 3)
  const path = `M ${round(from.x)} ${round(from.y)} C ${round(from.x)} ${round(from.y + bend)} ${round(to.x)} ${round(to.y - bend)} ${round(to.x)} ${round(to.y)}`
  return { path, label: along(0.4, from, from.y + bend, to, to.y - bend) }
}

/** From the edge of a card to where a wire turns aside, in the gap between two cards. */
const turn = 4
const corner = 16

/**
 * A wire past other nodes of its column: aside along the card or, from the left end of an activation, along its tensor,
 * down the lane on the left, and back above the target.
 */
export function lanePath(from: Position, to: Position, lane: number, isFromSide = false): WirePath {
  const [fx, fy, tx, ty, x] = [from.x, from.y, to.x, to.y, lane].map(round) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const [out, back] = [isFromSide ? fy : round(fy + turn), round(ty - turn)]
  const path = [
    `M ${fx} ${fy}`,
    ...(isFromSide ? [] : [`Q ${fx} ${out} ${round(fx - turn)} ${out}`]),
    `L ${round(x + corner)} ${out}`,
    `Q ${x} ${out} ${x} ${round(out + corner)}`,
    `L ${x} ${round(back - corner)}`,
    `Q ${x} ${back} ${round(x + corner)} ${back}`,
    `L ${round(tx - turn)} ${back}`,
    `Q ${tx} ${back} ${tx} ${ty}`,
  ].join(' ')
  return { path, label: { x, y: (from.y + to.y) / 2 } }
}

/** Nodes with no more between them than this leave too little of a wire to point at, in pixels. */
const least = 8

/** How far the grip of such a wire reaches across it, in pixels. */
export const gripWidth = 120

/**
 * Where a wire beside an activation can be taken hold of: one pixel of it is seen, so that it is half the height of the
 * activation as well, left and right of it. Undefined for wires that are long enough themselves.
 */
export function gripOf(from: PlacedNode, to: PlacedNode): string | undefined {
  const [top, bottom] = [from.y + from.height, to.y]
  const isStacked = Math.abs(from.x - to.x) <= geometry.columnTolerance && Math.abs(bottom - top) <= least
  if (!isStacked || (!from.isPill && !to.isPill)) return undefined
  const start = from.isPill ? from.y + from.height / 2 : top
  const end = to.isPill ? to.y + to.height / 2 : bottom
  return `M ${round(from.x)} ${round(start)} L ${round(from.x)} ${round(end)}`
}
