import { EdgeLabelRenderer } from '@xyflow/react'
import { memo, useState } from 'react'
import styles from './Backdrop.module.css'
import { type ColumnDrawing, type Picture, type Rung, sameRung } from './picture.ts'
import { useSeenRungs } from './useSeenRungs.ts'

/** The ladder of sizes: above the wires, so that none runs through a number, and below the nodes. */
export const SizeLabels = memo(function SizeLabels({ picture }: { readonly picture: Picture }) {
  return (
    <EdgeLabelRenderer>
      <svg className={styles.sizes} width={1} height={1} aria-hidden="true">
        {picture.drawings.map((drawing, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place.
          <ColumnSizes key={index} drawing={drawing} ladder={picture.ladder} />
        ))}
      </svg>
    </EdgeLabelRenderer>
  )
})

interface ColumnSizesProps {
  readonly drawing: ColumnDrawing
  readonly ladder: number
}

const ColumnSizes = memo(function ColumnSizes({ drawing, ladder }: ColumnSizesProps) {
  const rungs = useSeenRungs(drawing.rungs, ladder)
  return rungs?.map(rung => <RungSize key={rung.key} rung={rung} ladder={ladder} />)
})

const RungSize = memo(
  function RungSize({ rung, ladder }: { readonly rung: Rung; readonly ladder: number }) {
    const { x, y, role, state, label } = rung
    const color = state === 'problem' ? 'var(--error)' : role === 'code' ? 'var(--code)' : 'var(--text)'
    return (
      <g transform={`translate(${x} ${y})`}>
        <FadingText x={ladder} text={role === 'code' ? `${label}  code` : label} fill={color} />
      </g>
    )
  },
  (a, b) => a.ladder === b.ladder && sameRung(a.rung, b.rung),
)

/** A size that gives way to the next one by fading. */
function FadingText({ x, text, fill }: { x: number; text: string; fill: string }) {
  const [shown, setShown] = useState({ text, previous: undefined as string | undefined })
  if (shown.text !== text) setShown({ text, previous: shown.text })
  const { previous } = shown
  return (
    <>
      <text
        key={text}
        x={x}
        className={`${styles.size} ${previous === undefined ? '' : styles.fadeIn}`}
        dominantBaseline="central"
        fill={fill}
      >
        {text}
      </text>
      {previous !== undefined && (
        <text
          key={`-${previous}`}
          x={x}
          className={`${styles.size} ${styles.fadeOut}`}
          dominantBaseline="central"
          fill={fill}
        >
          {previous}
        </text>
      )}
    </>
  )
}
