import { geometry } from '../../graph/geometry.ts'
import type { Bracket } from './brackets.ts'
import { type Picture, sideGap } from './picture.ts'

/** A rectangle on the canvas, in the document's pixels. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export const zoomRange = { least: 0.1, most: 2 } as const

/** What stands beside the widest bar: the group's bracket with its texts on the left, sizes and feature maps on the right. */
const besides = {
  full: { left: 130, right: 198 },
  compact: { left: 78, right: 120 },
  margin: 8,
} as const

/** Narrower canvases say of a group only its name. */
const compactUnder = 740

/** How wide the widest tensor may be drawn on a canvas of this width, and whether groups say their name only. */
export function spanFor(width: number): { readonly span: number; readonly isCompact: boolean } {
  const isCompact = width < compactUnder
  const { left, right } = isCompact ? besides.compact : besides.full
  const room = width - left - right - 2 * besides.margin
  return { span: Math.round(Math.min(560, Math.max(geometry.cardWidth + 28, room))), isCompact }
}

/** Everything that is drawn, with the texts at its sides. */
export function boundsOf(
  picture: Picture,
  brackets: readonly Bracket[],
  isCompact: boolean,
): Bounds | undefined {
  if (picture.placed.size === 0) return undefined
  let [left, top, right, bottom] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  for (const { x, y, width, height } of picture.placed.values()) {
    left = Math.min(left, x - width / 2)
    right = Math.max(right, x + width / 2)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + height)
  }
  for (const silhouette of picture.drawings.flatMap(drawing => drawing.silhouettes)) {
    left = Math.min(left, silhouette.left)
    right = Math.max(right, silhouette.right)
  }
  const beside = isCompact ? besides.compact : besides.full
  for (const rung of picture.drawings.flatMap(drawing => drawing.rungs)) {
    right = Math.max(right, rung.x + picture.ladder - sideGap + beside.right)
    bottom = Math.max(bottom, rung.y + 10)
  }
  for (const bracket of brackets) left = Math.min(left, bracket.x - beside.left + sideGap)
  return { left, top, right, bottom }
}

/** The view that shows all of `bounds`, in the middle, never larger than at 100 %. */
export function fitTo(bounds: Bounds, width: number, height: number): Viewport {
  const [w, h] = [Math.max(1, bounds.right - bounds.left), Math.max(1, bounds.bottom - bounds.top)]
  const room = (length: number, margin: number) => Math.max(40, length - 2 * margin)
  const zoom = Math.min(1, room(width, besides.margin) / w, room(height, 14) / h)
  return centre(bounds, width, height, Math.max(zoomRange.least, zoom))
}

/** The view at first: all of it, or where that would be too small to read, the top of it at 100 %. */
export function firstView(bounds: Bounds, width: number, height: number): Viewport {
  const fitted = fitTo(bounds, width, height)
  if (fitted.zoom >= 0.5) return fitted
  return { ...centre(bounds, width, height, 1), y: 20 - bounds.top }
}

const centre = (bounds: Bounds, width: number, height: number, zoom: number): Viewport => ({
  x: Math.round(width / 2 - ((bounds.left + bounds.right) / 2) * zoom),
  y: Math.round(height / 2 - ((bounds.top + bounds.bottom) / 2) * zoom),
  zoom,
})
