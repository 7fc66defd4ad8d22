import type { Shape } from '../../graph/shape.ts'
import { classColor, markOf } from './classColors.ts'
import type { PlaneView } from './labTypes.ts'
import { drawPictures } from './Pictures.tsx'
import { type Range2, toShare } from './planeGeometry.ts'

/** Decoded pictures over a range of the plane, as far as they have come. */
export interface DecodedGrid {
  readonly range: Range2
  readonly cells: number
  readonly pictures: Float32Array
  /** Pictures that have come, row after row. */
  readonly count: number
  readonly shape: Shape
}

export interface PlanePicture {
  readonly view: PlaneView | undefined
  readonly grid: DecodedGrid | undefined
  readonly range: Range2
  readonly hasPoints: boolean
  /** What the labels mean; none where the images have no labels. */
  readonly classNames: readonly string[]
}

/** Draws all that stays as it is while the point is dragged: decoded pictures, codes by class, and the classes' middles. */
export function drawPlane(
  context: CanvasRenderingContext2D,
  { view, grid, range, hasPoints, classNames }: PlanePicture,
  side: number,
): void {
  context.fillStyle = '#000'
  context.fillRect(0, 0, side, side)
  if (grid) drawGrid(context, grid, range, side)
  if (!view || !hasPoints) return
  const unit = side / 540
  drawPoints(context, view, range, side, Math.max(1.2, 1.9 * unit))
  for (const { label, x, y } of classNames.length > 0 ? view.marks : []) {
    const [across, down] = toShare(range, x, y)
    if (across < 0 || across > 1 || down < 0 || down > 1) continue
    drawMark(context, markOf(classNames, label), classColor(label), across * side, down * side, unit)
  }
}

/** The pictures of a grid beside each other, drawn once: panning draws one image, not a hundred. */
const sheets = new WeakMap<Float32Array, HTMLCanvasElement>()

function sheetOf({ cells, pictures, count, shape }: DecodedGrid): HTMLCanvasElement {
  const known = sheets.get(pictures)
  if (known) return known
  const [, height = 1, width = 1] = shape
  const sheet = document.createElement('canvas')
  ;[sheet.width, sheet.height] = [cells * width, cells * height]
  const context = sheet.getContext('2d')
  if (context) {
    drawPictures(context, pictures, shape, { count, columns: cells, pitch: [width, height], scale: 1 })
  }
  sheets.set(pictures, sheet)
  return sheet
}

function drawGrid(context: CanvasRenderingContext2D, grid: DecodedGrid, range: Range2, side: number): void {
  const [left, right, low, high] = grid.range
  const [from, top] = toShare(range, left, high)
  const [to, bottom] = toShare(range, right, low)
  context.imageSmoothingEnabled = false
  context.globalAlpha = 0.5
  context.drawImage(sheetOf(grid), from * side, top * side, (to - from) * side, (bottom - top) * side)
  context.globalAlpha = 1
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { points, labels }: PlaneView,
  range: Range2,
  side: number,
  radius: number,
): void {
  // One path for each colour: ten thousand points are drawn in a few milliseconds.
  const paths = new Map<string, Path2D>()
  labels.forEach((label, i) => {
    const [across, down] = toShare(range, points[2 * i]!, points[2 * i + 1]!)
    if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1)) return
    const color = classColor(label)
    const path = paths.get(color) ?? new Path2D()
    paths.set(color, path)
    path.moveTo(across * side + radius, down * side)
    path.arc(across * side, down * side, radius, 0, 2 * Math.PI)
  })
  context.globalAlpha = 0.9
  for (const [color, path] of paths) {
    context.fillStyle = color
    context.fill(path)
  }
  context.globalAlpha = 1
}

function drawMark(
  context: CanvasRenderingContext2D,
  words: string,
  color: string,
  x: number,
  y: number,
  unit: number,
): void {
  context.beginPath()
  context.arc(x, y, 8.5 * unit, 0, 2 * Math.PI)
  context.fillStyle = '#000'
  context.fill()
  context.lineWidth = 1.5 * unit
  context.strokeStyle = color
  context.stroke()
  context.fillStyle = '#fff'
  context.font = `600 ${11 * unit}px "Inter Variable", system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(words, x, y + 0.5 * unit)
}
