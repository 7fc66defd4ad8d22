import { type ConnectionLineComponentProps, useStore } from '@xyflow/react'
import { createPortal } from 'react-dom'
import styles from './canvas.module.css'
import { connectionAt, readRefusal } from './connecting.ts'
import { freePath } from './wirePath.ts'

/** The wire that is being drawn; where it cannot end here, it is dashed and says why. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  toHandle,
}: ConnectionLineComponentProps) {
  const root = useStore(state => state.domNode)
  const transform = useStore(state => state.transform)
  const width = useStore(state => state.width)
  const isForward = fromHandle.type === 'source'
  const attempt = connectionAt(fromHandle, toHandle, { x: toX, y: toY })
  const refusal = attempt?.refused
  const [from, to] = isForward
    ? [
        { x: fromX, y: fromY },
        { x: toX, y: toY },
      ]
    : [
        { x: toX, y: toY },
        { x: fromX, y: fromY },
      ]
  const color = refusal === undefined ? 'var(--accent)' : 'var(--error)'
  const { title, body } = readRefusal(refusal ?? '')
  const [x, y] = [toX * transform[2] + transform[0], toY * transform[2] + transform[1]]
  const isRight = x + 16 + 240 < width
  return (
    <>
      <path
        d={freePath(from, to).path}
        fill="none"
        stroke={color}
        strokeWidth={refusal === undefined ? 1.5 : 2}
        {...(refusal !== undefined && { strokeDasharray: '5 4' })}
      />
      <circle cx={toX} cy={toY} r={4.5} fill="var(--panel)" stroke={color} strokeWidth={1.5} />
      {refusal !== undefined &&
        root &&
        createPortal(
          <div
            className={`${styles.callout} ${styles.refusal}`}
            role="status"
            style={isRight ? { left: x + 16, top: y - 20 } : { right: width - x + 16, top: y - 20 }}
          >
            <div>
              <strong>{title}</strong>
              {body && <p>{body}</p>}
            </div>
          </div>,
          root,
        )}
    </>
  )
}
