import { useStore, ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import styles from './Backdrop.module.css'
import { type Bracket, sideOfBracket } from './brackets.ts'
import { farZoom } from './CardNode.tsx'
import { type ColumnDrawing, type Picture, type Rung, type Silhouette, sameRung } from './picture.ts'
import { SizeLabels } from './SizeLabels.tsx'
import { roleColor } from './tensorSize.ts'
import { useSeenRungs } from './useSeenRungs.ts'

const isFarOut = (state: { transform: [number, number, number] }) => state.transform[2] < farZoom

interface BackdropProps {
  readonly picture: Picture
  readonly brackets: readonly Bracket[]
  readonly isCompact: boolean
  readonly isDragging: boolean
}

/** Below the wires, in one drawing: silhouettes, the bars of the tensors, the brackets of the groups; above them the ladder of sizes. */
export const Backdrop = memo(function Backdrop({ picture, brackets, isCompact, isDragging }: BackdropProps) {
  const isFar = useStore(isFarOut)
  const className = `${styles.backdrop} ${isDragging ? styles.still : ''}`
  return (
    <>
      {!isFar && <SizeLabels picture={picture} />}
      <ViewportPortal>
        <svg className={className} width={1} height={1} aria-hidden="true">
          {picture.drawings.map((drawing, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place.
            <ColumnShape key={index} drawing={drawing} ladder={picture.ladder} isFar={isFar} />
          ))}
          {brackets.map(bracket => (
            <BracketShape key={bracket.id} bracket={bracket} isFar={isFar} isCompact={isCompact} />
          ))}
        </svg>
      </ViewportPortal>
    </>
  )
})

interface ColumnShapeProps {
  readonly drawing: ColumnDrawing
  readonly ladder: number
  readonly isFar: boolean
}

const ColumnShape = memo(function ColumnShape({ drawing, ladder, isFar }: ColumnShapeProps) {
  const rungs = useSeenRungs(drawing.rungs, ladder)
  if (!rungs) return null
  return (
    <>
      {drawing.silhouettes.map(silhouette => (
        <SilhouetteShape key={silhouette.key} silhouette={silhouette} />
      ))}
      {rungs.map(rung => (
        <RungShape key={rung.key} rung={rung} ladder={ladder} isFar={isFar} />
      ))}
    </>
  )
})

const SilhouetteShape = memo(function SilhouetteShape({ silhouette }: { silhouette: Silhouette }) {
  const { path, stops, key } = silhouette
  const top = stops[0]!.y
  const height = Math.max(1, stops.at(-1)!.y - top)
  const isPlain = stops.every(stop => stop.role === stops[0]!.role)
  const id = `silhouette-${key.replace(':', '-')}`
  const changes = stops.filter(
    ({ role }, i) => role !== stops[i - 1]?.role || role !== stops[i + 1]?.role || i === 0,
  )
  const color = isPlain ? roleColor[stops[0]!.role] : `url(#${id})`
  return (
    <>
      {!isPlain && (
        <linearGradient id={id} gradientUnits="userSpaceOnUse" x1={0} x2={0} y1={top} y2={top + height}>
          {changes.map(({ y, role }) => (
            <stop key={y} offset={(y - top) / height} style={{ stopColor: roleColor[role] }} />
          ))}
        </linearGradient>
      )}
      <path
        className={styles.silhouette}
        d={path}
        style={{ d: `path("${path}")` }}
        fill={color}
        stroke={color}
      />
    </>
  )
})

interface RungShapeProps {
  readonly rung: Rung
  readonly ladder: number
  readonly isFar: boolean
}

const RungShape = memo(
  function RungShape({ rung, ladder, isFar }: RungShapeProps) {
    const { x, y, width, thickness, role, from } = rung
    return (
      <g transform={`translate(${x} ${y})`}>
        {width > 0 && (
          <rect
            className={styles.bar}
            x={-width / 2}
            y={-thickness / 2}
            width={width}
            height={thickness}
            rx={Math.min(2, thickness / 2)}
            style={{ x: -width / 2, width }}
            fill={roleColor[role]}
          />
        )}
        {!isFar && ladder - 8 > from + 8 && (
          <line x1={from + 8} x2={ladder - 8} y1={0} y2={0} className={styles.dots} />
        )}
      </g>
    )
  },
  (a, b) => a.ladder === b.ladder && a.isFar === b.isFar && sameRung(a.rung, b.rung),
)

interface BracketShapeProps {
  readonly bracket: Bracket
  readonly isFar: boolean
  readonly isCompact: boolean
}

const BracketShape = memo(function BracketShape({ bracket, isFar, isCompact }: BracketShapeProps) {
  const { name, role, x, top, bottom, lines } = bracket
  return (
    <g>
      <path
        className={styles.bracket}
        d={`M ${x + 5} ${top + 0.5} H ${x} V ${bottom - 0.5} H ${x + 5}`}
        stroke={roleColor[role]}
      />
      <text
        x={x - sideOfBracket}
        y={top + (isFar ? 24 : 11)}
        textAnchor="end"
        className={`${styles.groupName} ${isFar ? styles.groupFar : ''}`}
        fill={roleColor[role]}
      >
        {name}
      </text>
      {!isFar &&
        !isCompact &&
        lines.map((line, i) => (
          <text
            key={line}
            x={x - sideOfBracket}
            y={top + 27 + i * 16}
            textAnchor="end"
            className={styles.groupLine}
            fill={i === 0 ? 'var(--text-2)' : 'var(--text-3)'}
          >
            {line}
          </text>
        ))}
    </g>
  )
})
