import type { GraphDocument, Position } from '../../graph/document.ts'
import type { Picture } from './picture.ts'

/** How near to a wire a layer must be dropped to be put on it, in pixels at 100 %. */
const nearness = 14

/**
 * The wire that a layer dropped here would be inserted into: in a column the one that leads to the card below, anywhere
 * along its bar; elsewhere the nearest wire.
 */
export function wireAt(
  picture: Picture,
  document: Pick<GraphDocument, 'edges'>,
  { x, y }: Position,
  except?: string,
): string | undefined {
  for (const [index, column] of picture.columns.entries()) {
    for (const row of column.rows) {
      if (row.to === undefined || y < row.top - 4 || y > row.bottom + 4) continue
      const bar = picture.drawings[index]!.rungs.find(rung => rung.key === row.card)
      const half = Math.max(60, (bar?.width ?? 0) / 2)
      if (Math.abs(x - column.x) > half) continue
      const source = row.pills.at(-1) ?? row.card
      return document.edges.find(edge => edge.source === source && edge.target === row.to)?.id
    }
  }
  let nearest: { id: string; distance: number } | undefined
  for (const edge of document.edges) {
    const [a, b] = [picture.placed.get(edge.source), picture.placed.get(edge.target)]
    if (!a || !b || a.id === except || b.id === except) continue
    const distance = distanceTo(x, y, a.x, a.y + a.height, b.x, b.y)
    if (distance < (nearest?.distance ?? nearness)) nearest = { id: edge.id, distance }
  }
  return nearest?.id
}

/** From a point to a wire, whose S-shaped way is sampled. */
function distanceTo(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i <= 12; i++) {
    const t = i / 12
    const along = t * t * (3 - 2 * t)
    least = Math.min(least, Math.hypot(x - (x1 + (x2 - x1) * along), y - (y1 + (y2 - y1) * t)))
  }
  return least
}
