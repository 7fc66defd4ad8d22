import type { FigurePicture } from './histogramFigure.ts'

/** Something drawn on a canvas of this size, as a picture for a figure. */
export function drawnPicture(
  title: string,
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): FigurePicture {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context) draw(context)
  return { title, width, height, href: canvas.toDataURL('image/png') }
}
