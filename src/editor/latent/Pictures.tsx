import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Shape } from '../../graph/shape.ts'
import styles from './Latent.module.css'
import { imageAt, type Pixels, rgbaOf } from './pixels.ts'

interface PicturesProps {
  readonly pixels: Pixels | undefined
  readonly shape: Shape
  /** Pictures that there are, or will be. */
  readonly count: number
  readonly columns: number
  readonly scale: number
  /** Screen pixels between two of them. */
  readonly gap: number
  readonly label: string
  /** The one with a ring around it. */
  readonly marked?: number | undefined
  /** What each is called, where they can be picked. */
  readonly nameOf?: (index: number) => string
  readonly onPick?: (index: number) => void
}

/** Pictures in rows on one canvas, at a whole multiple of their pixels; black where none has come yet. */
export function Pictures(props: PicturesProps) {
  const { pixels, shape, count, columns, scale, gap, label, marked, nameOf, onPick } = props
  const [, height = 1, width = 1] = shape
  const canvas = useRef<HTMLCanvasElement>(null)
  const buttons = useRef<HTMLDivElement>(null)
  const rows = Math.ceil(count / columns)
  const [pitchX, pitchY] = [width * scale + gap, height * scale + gap]
  const size = { width: columns * pitchX - gap, height: rows * pitchY - gap }
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    drawPictures(context, pixels, shape, { count, columns, pitch: [pitchX, pitchY], scale })
  }, [pixels, shape, count, columns, pitchX, pitchY, scale])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    const next = (marked ?? 0) + (step ?? 0)
    if (!step || next < 0 || next >= count) return
    event.preventDefault()
    onPick?.(next)
    buttons.current?.querySelectorAll('button')[next]?.focus()
  }
  const placeOf = (index: number) => ({
    left: (index % columns) * pitchX,
    top: Math.floor(index / columns) * pitchY,
    width: width * scale,
    height: height * scale,
  })
  return (
    <div className={styles.pictures} style={size}>
      <canvas
        ref={canvas}
        className="pixelated"
        role={onPick ? undefined : 'img'}
        aria-hidden={onPick ? true : undefined}
        aria-label={onPick ? undefined : label}
        width={size.width}
        height={size.height}
        style={size}
      />
      {onPick && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lie over the pictures.
        <div ref={buttons} role="group" aria-label={label} onKeyDown={onKeyDown}>
          {Array.from({ length: count }, (_, i) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: pictures keep their places.
              key={i}
              type="button"
              className={styles.cell}
              aria-label={nameOf?.(i) ?? `${label} ${i + 1}`}
              aria-pressed={i === marked}
              tabIndex={i === (marked ?? 0) ? 0 : -1}
              style={placeOf(i)}
              onClick={() => onPick(i)}
            />
          ))}
        </div>
      )}
      {!onPick && marked !== undefined && <i className={styles.mark} style={placeOf(marked)} />}
    </div>
  )
}

interface Arrangement {
  readonly count: number
  readonly columns: number
  /** Canvas pixels from one picture to the next, across and down. */
  readonly pitch: readonly [number, number]
  readonly scale: number
}

/** Draws pictures in rows; each pixel becomes a square of `scale`. */
export function drawPictures(
  context: CanvasRenderingContext2D,
  pixels: Pixels | undefined,
  shape: Shape,
  { count, columns, pitch, scale }: Arrangement,
): void {
  const [, height = 1, width = 1] = shape
  const one = document.createElement('canvas')
  ;[one.width, one.height] = [width, height]
  const single = one.getContext('2d')
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  context.imageSmoothingEnabled = scale < 1
  for (let i = 0; i < count; i++) {
    const [x, y] = [(i % columns) * pitch[0], Math.floor(i / columns) * pitch[1]]
    const image = pixels && imageAt(pixels, shape, i)
    if (image && image.length > 0 && single) {
      single.putImageData(rgbaOf(image, shape), 0, 0)
      context.drawImage(one, x, y, width * scale, height * scale)
    } else {
      context.fillStyle = '#000'
      context.fillRect(x, y, width * scale, height * scale)
    }
  }
}

/** Screen pixels that a picture is not to be wider than. */
const widest = 64

/**
 * The largest whole scale at which `columns` pictures fit into the room and none gets larger than needed; a fraction only
 * where one pixel each is too much.
 */
export function scaleFor(room: number, columns: number, width: number, gap: number): number {
  const most = Math.max(1, Math.floor(widest / width))
  const fitting = (room - (columns - 1) * gap) / (columns * width)
  return fitting >= 1 ? Math.min(most, Math.floor(fitting)) : Math.max(0.1, fitting)
}
