import { useLayoutEffect, useRef } from 'react'
import { drawnPicture } from './drawnPicture.ts'
import type { FigurePicture } from './histogramFigure.ts'
import styles from './Inside.module.css'
import type { ShownTensor } from './insideStore.ts'

/** Between two maps, in pixels of the screen. */
const space = 3

interface MapsProps {
  readonly tensor: ShownTensor
  /** Side of a map on the screen; by default as large as beside a size. */
  readonly side?: number
  /** The first ones; all of them by default. */
  readonly count?: number
  /** Maps in a row; all of them by default. */
  readonly columns?: number
}

/** Maps side by side, a pixel as a square; small ones are enlarged. */
export function Maps({ tensor, side, count = tensor.maps, columns = count }: MapsProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { shape, bytes } = tensor
  const [, height = 1, width = 1] = shape
  const shown = side ?? Math.min(24, Math.max(13, Math.sqrt(height * width)))
  const scale = shown / Math.max(height, width)
  const [across, down] = [width * scale, height * scale]
  const rows = Math.ceil(count / columns)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    const ratio = devicePixelRatio
    if (context) drawMaps(context, { bytes, width, height }, count, columns, scale * ratio, space * ratio)
  }, [bytes, count, width, height, columns, scale])
  const size = {
    width: columns * (across + space) - space,
    height: rows * (down + space) - space,
  }
  return (
    <canvas
      ref={canvas}
      className={styles.maps}
      width={Math.ceil(size.width * devicePixelRatio)}
      height={Math.ceil(size.height * devicePixelRatio)}
      style={size}
    />
  )
}

interface MapsOf {
  /** Grey values, map after map. */
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Draws maps in rows; `scale` and `gap` are in pixels of the canvas. */
function drawMaps(
  context: CanvasRenderingContext2D,
  { bytes, width, height }: MapsOf,
  count: number,
  columns: number,
  scale: number,
  gap: number,
): void {
  const drawn = document.createElement('canvas')
  drawn.width = width
  drawn.height = height
  const small = drawn.getContext('2d')!
  const image = small.createImageData(width, height)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  // Enlarged pixels stay squares; where there are more of them than the screen has, they are averaged.
  context.imageSmoothingEnabled = scale < 1
  const area = width * height
  for (let map = 0; map < count; map++) {
    for (let place = 0; place < area; place++) {
      const value = bytes[map * area + place]!
      image.data.set([value, value, value, 255], 4 * place)
    }
    small.putImageData(image, 0, 0)
    const x = (map % columns) * (width * scale + gap)
    const y = Math.floor(map / columns) * (height * scale + gap)
    context.drawImage(drawn, x, y, width * scale, height * scale)
  }
}

/** Maps in a row of a figure, and the size that each may have there, in pixels. */
const [mapsInRow, mapSide, mapGap] = [8, 72, 6]

/** All maps of a tensor as a picture for a figure. */
export function mapsPicture(tensor: ShownTensor, title: string): FigurePicture {
  const { shape, bytes, maps } = tensor
  const [, height = 1, width = 1] = shape
  const scale = Math.max(1, Math.floor(mapSide / Math.max(height, width)))
  const columns = Math.min(mapsInRow, maps)
  return drawnPicture(
    title,
    columns * (width * scale + mapGap) - mapGap,
    Math.ceil(maps / columns) * (height * scale + mapGap) - mapGap,
    context => drawMaps(context, { bytes, width, height }, maps, columns, scale, mapGap),
  )
}
