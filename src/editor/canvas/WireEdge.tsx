import { BaseEdge, type EdgeProps, useStore } from '@xyflow/react'
import { memo } from 'react'
import styles from './Backdrop.module.css'
import { farZoom } from './CardNode.tsx'
import { useCanvas } from './canvasStore.ts'
import { useDrawn } from './currentPicture.ts'
import { roleColor } from './tensorSize.ts'
import type { FlowEdge } from './view.ts'
import { gripWidth } from './wirePath.ts'

const isFarOut = (state: { transform: [number, number, number] }) => state.transform[2] < farZoom

const dashes = { ready: undefined, waiting: '3 4', problem: undefined } as const

/** A wire: in a column the line alone, elsewhere a smooth way with its size beside it. */
export const WireEdge = memo(function WireEdge({ id, source, target, selected }: EdgeProps<FlowEdge>) {
  const isLit = useCanvas(
    state => state.hovered === source || state.hovered === target || state.hoveredEdge === id,
  )
  const isDropTarget = useCanvas(state => state.drop?.kind === 'wire' && state.drop.edge === id)
  const isFar = useStore(isFarOut)
  const wire = useDrawn(drawn => drawn.wires.get(id))
  if (!wire) return null
  const { path, grip, role, state, size, label } = wire
  const color =
    selected || isDropTarget
      ? 'var(--accent)'
      : { ready: roleColor[role], waiting: 'var(--text-3)', problem: 'var(--error)' }[state]
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={isFar ? 0 : 16}
        style={{
          stroke: color,
          strokeWidth: isLit || selected ? 2 : 1.5,
          ...(dashes[state] && { strokeDasharray: dashes[state] }),
        }}
      />
      {grip && !isFar && (
        <path
          d={grip}
          className="react-flow__edge-interaction"
          fill="none"
          strokeOpacity={0}
          strokeWidth={gripWidth}
        />
      )}
      {label && size !== '' && !isFar && (
        <text
          x={label.x}
          y={label.y}
          className={styles.wireSize}
          dominantBaseline="central"
          textAnchor={label.anchor}
          fill={state === 'problem' ? 'var(--error)' : role === 'code' ? 'var(--code)' : 'var(--text)'}
        >
          {size}
        </text>
      )}
    </>
  )
})
