import { useEffect, useRef } from 'react'
import type { Strip } from '../../training/data/protocol.ts'
import styles from './Data.module.css'

/** Between two images, at their scale. */
const gap = 2

interface ImageStripProps {
  readonly strip: Strip
  /** What the images are, for those who do not see them. */
  readonly name: string
  /** What the labels mean, under each image; none where the images have no labels. */
  readonly classes: readonly string[]
  /** The height of an image on the screen, about, in pixels. */
  readonly height: number
  readonly most: number
}

/** Some images side by side with their labels, small ones in whole multiples of their pixels. */
export function ImageStrip({ strip, name, classes, height, most }: ImageStripProps) {
  const count = Math.min(most, strip.count)
  const [, rows, columns] = strip.shape
  const scale = rows <= height ? Math.floor(height / rows) : height / rows
  const words = strip.labels.slice(0, count).map(label => classes[label] ?? '')
  return (
    <figure
      className={styles.strip}
      role="img"
      aria-label={namedBy(name, words)}
      // What does not fit goes into a line below, which is not shown: no image is cut.
      style={{ height: rows * scale + (words.some(word => word !== '') ? 14 : 0) }}
    >
      {words.map((word, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the images keep their places.
        <span key={i} style={{ width: columns * scale, marginRight: gap * Math.max(1, Math.floor(scale)) }}>
          <Picture strip={strip} index={i} scale={scale} />
          {word !== '' && <small title={word}>{word}</small>}
        </span>
      ))}
    </figure>
  )
}

const namedBy = (name: string, words: readonly string[]): string => {
  const known = words.filter(word => word !== '')
  return known.length === 0 ? name : `${name}: ${known.join(', ')}`
}

function Picture({ strip, index, scale }: { strip: Strip; index: number; scale: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [channels, height, width] = strip.shape
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(width, height)
    const offset = index * channels * height * width
    for (let i = 0; i < height * width; i++) {
      for (let channel = 0; channel < 3; channel++) {
        image.data[4 * i + channel] = strip.pixels[offset + i * channels + Math.min(channel, channels - 1)]!
      }
      image.data[4 * i + 3] = 255
    }
    context.putImageData(image, 0, 0)
  }, [strip, index, channels, height, width])
  return (
    <canvas
      ref={canvas}
      className={scale >= 1 ? 'pixelated' : undefined}
      width={width}
      height={height}
      style={{ width: width * scale, height: height * scale }}
    />
  )
}
