import { useEffect, useRef } from 'react'
import type { Samples } from '../../../training/protocol.ts'
import { gap } from './digitsFit.ts'
import styles from './Train.module.css'

interface RowProps {
  readonly name: string
  readonly pixels: Uint8Array
  readonly samples: Samples
  readonly scale: number
  /** As many of the images as there is room for; all of them without it. */
  readonly shown?: number
}

/** Images of the size of the samples side by side, with their name before them. */
export function DigitRow({ name, pixels, samples, scale, shown = samples.count }: RowProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { shape, labels, step } = samples
  const count = Math.min(shown, samples.count)
  const [, height = 1, width = 1] = shape
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context) drawRow(context, pixels, count, shape)
  }, [pixels, count, shape])
  const inner = count * (width + gap) - gap
  return (
    <div className={styles.digitRow}>
      <span>{name}</span>
      <canvas
        ref={canvas}
        className="pixelated"
        role="img"
        aria-label={`${name} of the test digits ${labels.slice(0, count).join(', ')}, step ${step}`}
        width={inner}
        height={height}
        style={{ width: inner * scale, height: height * scale }}
      />
    </div>
  )
}

/** Writes images side by side; grey or RGB, channels last. */
function drawRow(
  context: CanvasRenderingContext2D,
  pixels: Uint8Array,
  count: number,
  [channels = 1, height = 1, width = 1]: readonly number[],
): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  const image = context.createImageData(width, height)
  for (let digit = 0; digit < count; digit++) {
    const offset = digit * channels * height * width
    for (let i = 0; i < height * width; i++) {
      for (let c = 0; c < 3; c++) {
        image.data[4 * i + c] = pixels[offset + i * channels + Math.min(c, channels - 1)] ?? 0
      }
      image.data[4 * i + 3] = 255
    }
    context.putImageData(image, digit * (width + gap), 0)
  }
}
