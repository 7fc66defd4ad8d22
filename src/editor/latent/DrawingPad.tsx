import { Eraser } from 'lucide-react'
import { type PointerEvent, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import styles from './Digits.module.css'
import { normaliseDrawing } from './drawing.ts'
import type { Corner, HeldModel } from './latentStore.ts'
import { Pictures } from './Pictures.tsx'
import { useDecodedImage } from './useDecodedImage.ts'

/** Screen pixels of a side. */
const side = 252
/** Width of the brush where the pad is 28 pixels wide, in such pixels. */
const brush = 2.4

interface DrawingPadProps {
  readonly held: HeldModel
  readonly onUse: (corner: Corner) => void
}

/** A pad to draw an image on; what is drawn is centred as in MNIST, and shown beside what the network makes of it. */
export function DrawingPad({ held, onUse }: DrawingPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const last = useRef<readonly [number, number]>(undefined)
  const [bytes, setBytes] = useState<Uint8Array>()
  const { shape, picture } = held.facts
  const rebuilt = useDecodedImage(held, bytes)

  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    // Read after every stroke.
    const context = canvas.current?.getContext('2d', { willReadFrequently: true })
    if (!context || event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const at = [event.clientX - box.left, event.clientY - box.top] as const
    const [x, y] = last.current ?? at
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.filter = 'blur(2px)'
    context.strokeStyle = '#fff'
    context.lineWidth = (brush * side) / 28
    context.beginPath()
    context.moveTo(x, y)
    // A dot where the pointer has not moved.
    context.lineTo(at[0] + (x === at[0] && y === at[1] ? 0.01 : 0), at[1])
    context.stroke()
    last.current = at
    const { data } = context.getImageData(0, 0, side, side)
    const values = Float32Array.from({ length: side * side }, (_, i) => data[4 * i + 3]! / 255)
    setBytes(normaliseDrawing({ width: side, height: side, values }, shape))
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, side, side)
    setBytes(undefined)
  }
  const scale = Math.max(1, Math.floor(84 / Math.max(shape[1] ?? 28, shape[2] ?? 28)))
  return (
    <div className={styles.drawing}>
      <canvas
        ref={canvas}
        className={styles.pad}
        role="img"
        aria-label="Drawing pad: draw with the pointer. Test images can be chosen by keyboard."
        width={side}
        height={side}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          last.current = undefined
          draw(event)
        }}
        onPointerMove={draw}
      />
      <div className={styles.drawn}>
        <p>
          Draw with the pointer. What is drawn is scaled and centred by its mass, as the digits of MNIST were.
        </p>
        <div className={styles.pair}>
          <figure>
            <Pictures
              pixels={bytes}
              shape={shape}
              count={1}
              columns={1}
              scale={scale}
              gap={0}
              label="What the network gets"
            />
            <figcaption>as the network gets it</figcaption>
          </figure>
          <figure>
            <Pictures
              pixels={bytes && rebuilt}
              shape={picture ?? shape}
              count={1}
              columns={1}
              scale={scale}
              gap={0}
              label="What the network makes of it"
            />
            <figcaption>network</figcaption>
          </figure>
        </div>
        <div className={styles.drawnButtons}>
          <Button
            look="primary"
            refusal={bytes ? undefined : 'Nothing is drawn yet.'}
            onClick={() =>
              bytes && onUse({ id: `drawn ${Date.now()}`, bytes, title: 'an image drawn by hand' })
            }
          >
            Use it
          </Button>
          <Button look="outline" icon={<Eraser size={14} aria-hidden />} onClick={clear}>
            Clear
          </Button>
        </div>
      </div>
    </div>
  )
}
