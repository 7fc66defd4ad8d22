import { memo } from 'react'
import { type GlyphSize, roleColor, type TensorRole } from './tensorSize.ts'

const box = 22
const offset = 2.5

interface GlyphProps {
  readonly glyph: GlyphSize | undefined
  readonly role: TensorRole
  readonly isWrong?: boolean
  /** One plain sheet, for cards that are seen from far. */
  readonly isPlain?: boolean
}

/** The output of a layer in small: its proportions, its channels as sheets, the colour of its role. Empty where unknown. */
export const Glyph = memo(function Glyph({ glyph, role, isWrong = false, isPlain = false }: GlyphProps) {
  if (!glyph) {
    return (
      <svg width={box} height={box} viewBox={`0 0 ${box} ${box}`} aria-hidden="true">
        <rect
          x={5.5}
          y={5.5}
          width={11}
          height={11}
          rx={1.5}
          fill="none"
          stroke={isWrong ? 'var(--error)' : 'var(--text-3)'}
          strokeDasharray="2.2 1.8"
        />
      </svg>
    )
  }
  const { width, height } = glyph
  if (isPlain) {
    const [x, y] = [(box - width) / 2, (box - height) / 2]
    return (
      <svg width={box} height={box} viewBox={`0 0 ${box} ${box}`} aria-hidden="true">
        <rect x={x} y={y} width={width} height={height} rx={1} fill={roleColor[role]} fillOpacity={0.6} />
      </svg>
    )
  }
  const { sheets } = glyph
  const spread = (sheets - 1) * offset
  const scale = Math.min(1, (box - 2 - spread) / Math.max(width, height))
  const [w, h] = [width * scale, height * scale]
  const left = (box - w - spread) / 2
  const top = (box - h - spread) / 2
  const color = roleColor[role]
  return (
    <svg width={box} height={box} viewBox={`0 0 ${box} ${box}`} aria-hidden="true">
      {Array.from({ length: sheets }, (_, i) => sheets - 1 - i).map(behind => (
        <g key={behind} stroke={color} strokeWidth={w < 5 ? 1 : 1.1}>
          <rect
            x={left + behind * offset}
            y={top + spread - behind * offset}
            width={w}
            height={h}
            rx={Math.min(1.5, w / 4)}
            fill="var(--panel)"
            stroke="none"
          />
          <rect
            x={left + behind * offset}
            y={top + spread - behind * offset}
            width={w}
            height={h}
            rx={Math.min(1.5, w / 4)}
            fill={color}
            fillOpacity={behind === 0 ? 0.4 : 0.1}
            strokeOpacity={0.75}
          />
        </g>
      ))}
    </svg>
  )
})

/** The mark of a problem. */
export const Octagon = ({ size = 14 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
    <path d="M4.1 0h5.8L14 4.1v5.8L9.9 14H4.1L0 9.9V4.1z" fill="var(--error)" />
    <path d="M7 3.2v4.6M7 10v.9" stroke="var(--panel)" strokeWidth="1.8" strokeLinecap="round" />
  </svg>
)
