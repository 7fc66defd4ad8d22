import { type Codes, createCodes } from '../../training/latent/codes.ts'
import { type CodePlane, codeOnPlane } from '../../training/latent/plane.ts'

/** The part of the plane that is shown: least and largest x, least and largest y. */
export type Range2 = readonly [left: number, right: number, low: number, high: number]

/** Where a point of the plane lies, as shares of the picture's width and height from its upper left corner. */
export const toShare = (
  [left, right, low, high]: Range2,
  x: number,
  y: number,
): readonly [number, number] => [(x - left) / (right - left), (high - y) / (high - low)]

/** The point of the plane at these shares. */
export const fromShare = (
  [left, right, low, high]: Range2,
  across: number,
  down: number,
): readonly [number, number] => [left + across * (right - left), high - down * (high - low)]

/** The range that shows `factor` times as much on each side, around the point at these shares, which stays where it is. */
export function zoomed(range: Range2, factor: number, across = 0.5, down = 0.5): Range2 {
  const [left, right, low, high] = range
  const [x, y] = fromShare(range, across, down)
  return [x + (left - x) * factor, x + (right - x) * factor, y + (low - y) * factor, y + (high - y) * factor]
}

/** The range moved by shares of itself: what lay at the pointer goes along with it. */
export function panned([left, right, low, high]: Range2, across: number, down: number): Range2 {
  const [x, y] = [-across * (right - left), down * (high - low)]
  return [left + x, right + x, low + y, high + y]
}

/** Codes in the middle of each cell of a grid over the range, row after row from the top. */
export function gridCodes(plane: CodePlane, range: Range2, cells: number): Codes {
  const codes = createCodes(cells * cells, plane.dims)
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = fromShare(range, (column + 0.5) / cells, (row + 0.5) / cells)
      codes.values.set(codeOnPlane(plane, ...at), (row * cells + column) * plane.dims)
    }
  }
  return codes
}
