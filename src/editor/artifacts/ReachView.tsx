import { useMemo, useState } from 'react'
import type { Field } from '../../analyze/field.ts'
import { endsOf } from '../../analyze/overlap.ts'
import { extentOf, reachOf } from '../../analyze/receptive.ts'
import { formatShape, type Pair } from '../../graph/shape.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useInference } from '../store/useDocument.ts'
import { formatCount, plural } from '../ui/numbers.ts'
import { MapCanvas, mostOf } from './MapCanvas.tsx'
import styles from './Reach.module.css'
import { formatTimes } from './words.ts'

const picture = 190

/** One pixel of a layer's output: which input pixels reach it, and which output pixels it paints. */
export function ReachView({ id }: { id: string }) {
  const inference = useInference()
  const node = inferenceOf(inference, id)
  const shape = node?.state === 'ready' ? node.outputs[0] : undefined
  if (shape?.length !== 3) {
    return (
      <p className={styles.words}>
        {id} yields no image, so its pixels have no place. Pick a layer that does.
      </p>
    )
  }
  const [channels, height, width] = shape as [number, number, number]
  return <Reach key={`${id} ${height} ${width}`} id={id} size={[height, width]} channels={channels} />
}

function Reach({ id, size, channels }: { id: string; size: Pair; channels: number }) {
  const inference = useInference()
  const [[row, column], setAt] = useState<Pair>([Math.floor(size[0] / 2), Math.floor(size[1] / 2)])
  const reach = useMemo(() => reachOf(inference, id, row, column), [inference, id, row, column])
  const { input, output } = endsOf(inference)
  const before = input === undefined ? undefined : reach?.before.get(input)
  const behind = output === undefined ? undefined : reach?.behind.get(output)
  const cell = picture / Math.max(...size)
  const move = (down: number, right: number) =>
    setAt([
      Math.min(size[0] - 1, Math.max(0, row + down)),
      Math.min(size[1] - 1, Math.max(0, column + right)),
    ])
  return (
    <>
      <p className={styles.words}>
        Pick a pixel of {id}. Counts are of ways through the taps of the kernels, channels left out.
      </p>
      <div className={styles.three}>
        <Picture title="Input" field={before} what="reach it" whole="input" />
        <figure>
          <figcaption>
            <b>{id}</b> {formatShape([channels, ...size])}
          </figcaption>
          <div
            role="application"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is walked over with the arrow keys.
            tabIndex={0}
            className={styles.pick}
            style={{ width: size[1] * cell, height: size[0] * cell, backgroundSize: `${cell}px ${cell}px` }}
            aria-label={`Pixel row ${row}, column ${column} of ${id}. Arrow keys move.`}
            onPointerDown={event => {
              const box = event.currentTarget.getBoundingClientRect()
              const place = (offset: number, length: number) =>
                Math.min(length - 1, Math.max(0, Math.floor(offset / cell)))
              setAt([place(event.clientY - box.top, size[0]), place(event.clientX - box.left, size[1])])
            }}
            onKeyDown={event => {
              const step = steps[event.key]
              if (!step) return
              event.preventDefault()
              move(...step)
            }}
          >
            <i
              style={{
                left: column * cell,
                top: row * cell,
                width: Math.max(5, cell),
                height: Math.max(5, cell),
              }}
            />
          </div>
          <p>
            row {row}, column {column}
          </p>
        </figure>
        <Picture title="Output" field={behind} what="are painted by it" whole="output" />
      </div>
    </>
  )
}

const steps: Readonly<Record<string, Pair | undefined>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

interface PictureProps {
  readonly title: string
  readonly field: Field | undefined
  readonly what: string
  readonly whole: string
}

function Picture({ title, field, what, whole }: PictureProps) {
  if (!field) {
    return (
      <figure>
        <figcaption>
          <b>{title}</b>
        </figcaption>
        <p>No way leads there.</p>
      </figure>
    )
  }
  const { box, pixels, ways } = extentOf(field)
  const extent = box && `${box[1] - box[0]}×${box[3] - box[2]}`
  const isAll = pixels === field.height * field.width
  return (
    <figure>
      <figcaption>
        <b>{title}</b> {field.height}×{field.width}
      </figcaption>
      <MapCanvas map={field} most={mostOf(field)} cell={picture / Math.max(field.height, field.width)} />
      <p>
        {pixels === 0
          ? `None of the ${whole} is connected with it.`
          : `${isAll ? `All ${formatCount(pixels)}` : formatCount(pixels)} ${pixels === 1 ? 'pixel' : 'pixels'} ${what}, within ${extent}, by ${ways === 1 ? 'one way' : `${formatTimes(ways)} ways`}.`}
      </p>
      {box && !isAll && (
        <p className={styles.quiet}>
          rows {box[0]} to {box[1] - 1}, columns {box[2]} to {box[3] - 1};{' '}
          {plural(field.height * field.width - pixels, 'pixel')} left out
        </p>
      )}
    </figure>
  )
}
