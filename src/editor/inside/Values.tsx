import { roleColor, type TensorRole } from '../canvas/tensorSize.ts'

const [height, most] = [22, 64]

interface ValuesProps {
  readonly values: Float32Array
  readonly role: TensorRole
  /** The most that the bars take, in pixels. */
  readonly width?: number
}

/** The numbers of a vector as bars from a line at 0, the first ones where there are many. */
export function Values({ values, role, width = 64 }: ValuesProps) {
  const shown = [...values.subarray(0, most)]
  const top = Math.max(0, ...shown)
  const bottom = Math.min(0, ...shown)
  const span = Math.max(1e-9, top - bottom)
  const pitch = Math.min(8, width / Math.max(1, shown.length))
  const zero = (top / span) * height
  return (
    <svg width={pitch * shown.length} height={height + 1} aria-hidden="true">
      <line x2={pitch * shown.length} y1={zero} y2={zero} stroke="var(--line-2)" />
      {shown.map((value, i) => {
        const size = (Math.abs(value) / span) * height
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the numbers of a code keep their places.
            key={i}
            x={i * pitch}
            width={Math.max(0.5, pitch - 1)}
            y={value > 0 ? zero - size : zero}
            height={Math.max(0.75, size)}
            fill={roleColor[role]}
          />
        )
      })}
    </svg>
  )
}
