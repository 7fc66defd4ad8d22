import type { Position } from '../../graph/document.ts'

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

/** A wire past other nodes of its column: out to `lane`, down beside the silhouette, and back. */
export function lanePath(from: Position, to: Position, lane: number): WirePath {
  const turn = Math.min(70, (to.y - from.y) / 2)
  const soft = turn * 0.62
  const [fx, fy, tx, ty, x] = [from.x, from.y, to.x, to.y, lane].map(round) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const path = [
    `M ${fx} ${fy}`,
    `C ${fx} ${round(fy + soft)} ${x} ${round(fy + turn - soft)} ${x} ${round(fy + turn)}`,
    `L ${x} ${round(ty - turn)}`,
    `C ${x} ${round(ty - turn + soft)} ${tx} ${round(ty - soft)} ${tx} ${ty}`,
  ].join(' ')
  return { path, label: { x, y: (from.y + to.y) / 2 } }
}
