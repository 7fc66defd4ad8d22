import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { codeOnPlane, projectToPlane } from '../../training/latent/plane.ts'
import { useCurrentCode } from './currentCode.ts'
import { formatCoordinate } from './formatCoordinate.ts'
import type { PlaneView } from './labTypes.ts'
import type { HeldModel } from './latentStore.ts'
import { Pictures, scaleFor } from './Pictures.tsx'
import styles from './Plane.module.css'
import { fromShare, panned, type Range2, toShare, zoomed } from './planeGeometry.ts'

interface PlanePointProps {
  readonly held: HeldModel
  readonly view: PlaneView
  readonly range: Range2
  readonly side: number
  readonly onRange: (range: Range2 | undefined) => void
}

/** A step of an arrow key, as a share of what is shown. */
const step = 0.02
const reading = { width: 64, gap: 14 }

/** The point on the plane: dragged, or moved by keys; what it decodes to stands beside it. */
export function PlanePoint({ held, view, range, side, onRange }: PlanePointProps) {
  const code = useCurrentCode(state => state.code)
  const picture = useCurrentCode(state => state.picture)
  const move = useCurrentCode(state => state.move)
  // A code of one number has no y of its own.
  const [height, setHeight] = useState(0.5)
  const box = useRef<HTMLDivElement>(null)
  const last = useRef<readonly [number, number]>(undefined)
  const { plane } = view
  const isLine = plane.dims === 1
  const at =
    code?.length === plane.dims
      ? projectToPlane(plane, { count: 1, dims: plane.dims, values: code })
      : undefined
  const [x, y] = at ? [at[0]!, at[1]!] : fromShare(range, 0.5, 0.5)
  const [across, down] = isLine ? [toShare(range, x, 0)[0], height] : toShare(range, x, y)

  const moveTo = (toAcross: number, toDown: number) => {
    const clipped = [toAcross, toDown].map(share => Math.min(1, Math.max(0, share))) as [number, number]
    setHeight(clipped[1])
    move(codeOnPlane(plane, ...fromShare(range, ...clipped)))
  }
  const sharesOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const { left, top } = box.current!.getBoundingClientRect()
    return [(event.clientX - left) / side, (event.clientY - top) / side] as const
  }
  const onPointer = (event: PointerEvent) => {
    if (event.buttons !== 1) return
    const here = sharesOf(event)
    if (!event.shiftKey) moveTo(...here)
    else if (last.current) onRange(panned(range, here[0] - last.current[0], here[1] - last.current[1]))
    last.current = here
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 5 * step : step
    const moved = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[
      event.key
    ]
    if (moved) moveTo(across + moved[0]!, down + moved[1]!)
    else if (event.key === '+' || event.key === '=') onRange(zoomed(range, 0.7, across, down))
    else if (event.key === '-') onRange(zoomed(range, 1 / 0.7, across, down))
    else if (event.key === '0') onRange(undefined)
    else return
    event.preventDefault()
  }
  // Listened to by hand, because React's wheel listeners cannot keep the page from zooming.
  const wheel = useRef<(event: WheelEvent) => void>(undefined)
  wheel.current = event => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    onRange(zoomed(range, event.deltaY > 0 ? 1.15 : 1 / 1.15, ...sharesOf(event)))
  }
  useEffect(() => {
    const element = box.current
    const listen = (event: WheelEvent) => wheel.current?.(event)
    element?.addEventListener('wheel', listen, { passive: false })
    return () => element?.removeEventListener('wheel', listen)
  }, [])

  const shape = held.facts.picture
  const isInside = across >= 0 && across <= 1 && down >= 0 && down <= 1
  const words = isLine ? formatCoordinate(x) : `${formatCoordinate(x)}, ${formatCoordinate(y)}`
  const scale = scaleFor(reading.width, 1, shape?.[2] ?? 28, 0)
  const isLeft = across * side > side - reading.width - 90
  return (
    <div
      ref={box}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a plane over which a point is moved with the arrow keys.
      tabIndex={0}
      className={styles.planeTouch}
      aria-label={`Point on the code plane, at ${words}. Arrow keys move it, plus and minus zoom, 0 shows all.`}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        last.current = undefined
        onPointer(event)
      }}
      onPointerMove={onPointer}
      onKeyDown={onKeyDown}
    >
      {at && isInside && (
        <>
          <i className={styles.lineAcross} style={{ top: down * side }} />
          <i className={styles.lineDown} style={{ left: across * side }} />
          <i className={styles.handle} style={{ left: across * side, top: down * side }} />
          <div
            className={styles.reading}
            style={{
              left: isLeft ? undefined : across * side + reading.gap,
              right: isLeft ? side - across * side + reading.gap : undefined,
              top: Math.min(side - 76, Math.max(4, down * side - 74)),
            }}
          >
            {shape && (
              <Pictures
                pixels={picture}
                shape={shape}
                count={1}
                columns={1}
                scale={scale}
                gap={0}
                label="What the point decodes to"
              />
            )}
            <span className={`mono ${styles.values}`}>
              {formatCoordinate(x)}
              {!isLine && (
                <>
                  <br />
                  {formatCoordinate(y)}
                </>
              )}
            </span>
          </div>
        </>
      )}
    </div>
  )
}
