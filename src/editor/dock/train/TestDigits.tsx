import { useEffect, useRef, useState } from 'react'
import type { Samples } from '../../../training/protocol.ts'
import { useLayout } from '../../store/layoutStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useDocument } from '../../store/useDocument.ts'
import { formatCount } from '../../ui/numbers.ts'
import styles from './Train.module.css'

/** Pixels between two digits of a row, at the scale of the digits. */
const gap = 2

/** Test digits above what the network makes of them, in whole multiples of their pixels. */
export function TestDigits() {
  const samples = useTraining(state => state.samples)
  const { training } = useDocument()
  const box = useRef<HTMLDivElement>(null)
  const isTall = useLayout(state => state.isDockMaximised)
  const scale = useScale(box, samples, isTall)
  return (
    <section className={styles.digits} ref={box} aria-label="Test digits">
      <h3>
        Test digits
        <small>
          {samples ? `updated at step ${formatCount(samples.step)}` : 'drawn after the first steps'}
        </small>
      </h3>
      {samples && (
        <>
          <Row name="originals" pixels={samples.originals} samples={samples} scale={scale} />
          {samples.reconstructions && (
            <Row name="network" pixels={samples.reconstructions} samples={samples} scale={scale} />
          )}
          {samples.predictions && (
            <Classes predictions={samples.predictions} samples={samples} scale={scale} />
          )}
          <p className={styles.terms}>
            <span>MNIST 60,000 / 10,000</span>
            <span>
              {training.optimizer} {training.learningRate}
            </span>
            <span>batch {training.batchSize}</span>
            <span>seed {training.seed}</span>
          </p>
        </>
      )}
    </section>
  )
}

interface RowProps {
  readonly name: string
  readonly pixels: Uint8Array
  readonly samples: Samples
  readonly scale: number
}

function Row({ name, pixels, samples, scale }: RowProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { count, shape, labels, step } = samples
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
        aria-label={`${name} of the test digits ${labels.join(', ')}, step ${step}`}
        width={inner}
        height={height}
        style={{ width: inner * scale, height: height * scale }}
      />
    </div>
  )
}

/** Under each digit what it is, and what the network takes it for. */
function Classes({ predictions, samples, scale }: ClassesProps) {
  const { labels, shape } = samples
  const width = ((shape[2] ?? 1) + gap) * scale
  const row = (name: string, classes: readonly number[]) => (
    <div className={styles.digitRow}>
      <span>{name}</span>
      <ol className={styles.classes} aria-label={`${name} of the test digits`}>
        {classes.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the digits keep their places.
          <li key={i} style={{ width }} data-wrong={each !== labels[i] || undefined}>
            {each}
          </li>
        ))}
      </ol>
    </div>
  )
  return (
    <>
      {row('label', labels)}
      {row('network', predictions)}
    </>
  )
}

interface ClassesProps {
  readonly predictions: readonly number[]
  readonly samples: Samples
  readonly scale: number
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

/** The largest whole scale at which both rows fit. */
function useScale(
  box: React.RefObject<HTMLElement | null>,
  samples: Samples | undefined,
  isTall: boolean,
): number {
  const [scale, setScale] = useState(1)
  const count = samples?.count ?? 10
  const [, height = 28, width = 28] = samples?.shape ?? []
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      const room = entry.contentRect
      const across = (room.width - 76) / (count * (width + gap))
      // Maximised, the digits take the height that they need.
      const down = isTall ? 4 : (room.height - 62) / (2 * (height + 4))
      setScale(Math.max(1, Math.floor(Math.min(across, down))))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, count, width, height, isTall])
  return scale
}
