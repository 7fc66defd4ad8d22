import { useLayoutEffect, useRef } from 'react'
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
    if (!context) return
    const ratio = devicePixelRatio
    const drawn = document.createElement('canvas')
    drawn.width = width
    drawn.height = height
    const small = drawn.getContext('2d')!
    const image = small.createImageData(width, height)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    // Enlarged pixels stay squares; where there are more of them than the screen has, they are averaged.
    context.imageSmoothingEnabled = scale * ratio < 1
    const area = width * height
    for (let map = 0; map < count; map++) {
      for (let place = 0; place < area; place++) {
        const value = bytes[map * area + place]!
        image.data.set([value, value, value, 255], 4 * place)
      }
      small.putImageData(image, 0, 0)
      const x = (map % columns) * (across + space) * ratio
      const y = Math.floor(map / columns) * (down + space) * ratio
      context.drawImage(drawn, x, y, across * ratio, down * ratio)
    }
  }, [bytes, count, width, height, across, down, columns, scale])
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
