import { useDeferredValue, useMemo, useState } from 'react'
import { reachOf } from '../../analyze/receptive.ts'
import { formatShape, type Pair } from '../../graph/shape.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { fileName } from '../code/download.ts'
import { useInference } from '../store/useDocument.ts'
import styles from './Reach.module.css'
import { pictureRoom, ReachPicture, WithAxes } from './ReachPicture.tsx'
import { type ReachSide, reachSide } from './reachSides.ts'
import { whyNoSize } from './words.ts'

/** One pixel of a layer's output: which input pixels reach it, and which output pixels it paints. */
export function ReachView({ id }: { id: string }) {
  const inference = useInference()
  const node = inferenceOf(inference, id)
  const shape = node?.state === 'ready' ? node.outputs[0] : undefined
  if (shape?.length !== 3) {
    return (
      <p className={styles.words}>
        {whyNoSize(inference, id) ??
          `${id} yields no image, so its pixels have no place. Pick a layer that does.`}
      </p>
    )
  }
  const [channels, height, width] = shape as [number, number, number]
  return <Reach key={`${id} ${height} ${width}`} id={id} size={[height, width]} channels={channels} />
}

function Reach({ id, size, channels }: { id: string; size: Pair; channels: number }) {
  const inference = useInference()
  const [at, setAt] = useState<Pair>([Math.floor(size[0] / 2), Math.floor(size[1] / 2)])
  const [row, column] = at
  // The mark moves at once; counts through joins of large tensors follow.
  const counted = useDeferredValue(at)
  const [before, behind] = useMemo(() => {
    const reach = reachOf(inference, id, ...counted)
    return [reachSide(inference, id, reach, 'input'), reachSide(inference, id, reach, 'output')]
  }, [inference, id, counted])
  const cell = pictureRoom / Math.max(...size)
  const move = (down: number, right: number) =>
    setAt([
      Math.min(size[0] - 1, Math.max(0, row + down)),
      Math.min(size[1] - 1, Math.max(0, column + right)),
    ])
  const subject = `${id}, row ${counted[0]}, column ${counted[1]}`
  const name = `${fileName(inference.document.name)}-${fileName(id)}`
  return (
    <>
      <p className={styles.words}>
        Pick a pixel of {id}. Counts are of ways through the taps of the kernels, channels left out.
      </p>
      <div className={styles.three}>
        <End title="Input" side={before} end="input" name={`${name}-receptive-field`} subject={subject} />
        <figure>
          <figcaption>
            <span>
              <b>{id}</b> {formatShape([channels, ...size])}
            </span>
          </figcaption>
          <WithAxes size={size} cell={cell}>
            <div
              role="application"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is walked over with the arrow keys.
              tabIndex={0}
              className={styles.pick}
              style={{
                width: size[1] * cell,
                height: size[0] * cell,
                // Lines between pixels that are narrower than a finger's breadth of them would be a grey area.
                ...(cell >= 4 && { backgroundSize: `${cell}px ${cell}px` }),
              }}
              data-fine={cell < 4 || undefined}
              aria-label={`Pixel row ${row}, column ${column} of ${id}. Arrow keys move, with Shift by ten.`}
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
                const by = event.shiftKey ? 10 : 1
                move(step[0] * by, step[1] * by)
              }}
            >
              <i
                style={{
                  left: Math.max(0, (column + 0.5) * cell - Math.max(5, cell) / 2),
                  top: Math.max(0, (row + 0.5) * cell - Math.max(5, cell) / 2),
                  width: Math.max(5, cell),
                  height: Math.max(5, cell),
                }}
              />
            </div>
          </WithAxes>
          <p aria-live="polite">
            row {row}, column {column}
          </p>
        </figure>
        <End title="Output" side={behind} end="output" name={`${name}-painted`} subject={subject} />
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

interface EndProps {
  readonly title: string
  readonly side: ReachSide
  readonly end: 'input' | 'output'
  readonly name: string
  readonly subject: string
}

function End({ title, side, end, name, subject }: EndProps) {
  if ('field' in side) {
    return <ReachPicture title={title} field={side.field} end={end} fileName={name} subject={subject} />
  }
  return (
    <figure>
      <figcaption>
        <span>
          <b>{title}</b>
        </span>
      </figcaption>
      <p>{side.words}</p>
    </figure>
  )
}
