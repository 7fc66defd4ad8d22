import { type AxisWindow, touched } from '../../analyze/axis.ts'
import { tapsAt } from '../../analyze/ways.ts'
import { cividisHex, inkOn } from './cividis.ts'
import styles from './WhyDiagram.module.css'

interface WhyDiagramProps {
  readonly window: AxisWindow
  /** Pixels of the short side (input of a transposed layer, output of a sliding one) and of the long one. */
  readonly short: number
  readonly long: number
  /** How often each pixel of the long side is touched. */
  readonly counts: Float64Array
  readonly at: number | undefined
  readonly onPoint: (at: number | undefined) => void
}

const pitch = 38
const most = 15

/** One row of pixels: which of the short side touch which of the long side, and by which taps. */
export function WhyDiagram({ window: w, short, long, counts, at, onPoint }: WhyDiagramProps) {
  const span = w.dilation * (w.kernel - 1) + 1
  const shown = Math.max(1, Math.min(short, Math.floor((most - span) / w.stride) + 1))
  const lit = at ?? middleOf(counts)
  const reach = tapsAt(w, short, long, lit)
  const wanted = reach.length > 0 ? reach[0]!.at - Math.floor((shown - reach.length) / 2) : 0
  const isNear = reach.every(each => each.at < shown) && lit < most
  const first = isNear ? 0 : Math.max(0, Math.min(short - shown, wanted))
  const shorts = Array.from({ length: shown }, (_, i) => first + i)
  const low = Math.max(0, touched(w, first, 0))
  const high = Math.min(long - 1, touched(w, first + shown - 1, w.kernel - 1))
  const longs = Array.from({ length: Math.max(1, high - low + 1) }, (_, i) => low + i)
  const x = (pixel: number) => (pixel - low + 0.5) * pitch
  const shortX = (pixel: number) => x((touched(w, pixel, 0) + touched(w, pixel, w.kernel - 1)) / 2)
  const left = Math.min(0, shortX(first) - pitch / 2)
  const right = Math.max(longs.length * pitch, shortX(first + shown - 1) + pitch / 2)
  const peak = counts.reduce((a, b) => Math.max(a, b), 0)
  const taps = Array.from({ length: w.kernel }, (_, tap) => tap)
  const touches = new Set(reach.map(each => each.at))
  return (
    <svg
      className={styles.why}
      viewBox={`${left} 0 ${right - left} 106`}
      style={{ maxWidth: (right - left) * 1 }}
      role="img"
      aria-label={`Pixel ${lit} is touched ${reach.length === 1 ? 'once' : `${reach.length} times`}: ${reach.map(each => `pixel ${each.at} by tap ${each.tap}`).join(', ')}`}
    >
      {shorts.flatMap(from =>
        taps.map(tap => {
          const to = touched(w, from, tap)
          if (to < low || to > high) return null
          const isLit = to === lit
          const [a, b] = [shortX(from), x(to)]
          return (
            <path
              key={`${from} ${tap}`}
              d={`M ${a} 25 C ${a} 44, ${b} 42, ${b} 62`}
              fill="none"
              stroke={isLit ? 'var(--accent)' : 'var(--line-2)'}
              strokeWidth={isLit ? 2 : 1.2}
            />
          )
        }),
      )}
      {reach
        .filter(each => each.isBeyond && shorts.includes(each.at))
        .map(({ at: from, tap }) => (
          <path
            key={`beyond ${from} ${tap}`}
            d={`M ${shortX(from)} 25 C ${shortX(from)} 44, ${x(lit)} 42, ${x(lit)} 62`}
            fill="none"
            stroke="var(--accent)"
            strokeWidth={2}
            strokeDasharray="4 3"
          />
        ))}
      {shorts.map(pixel => {
        const isLit = touches.has(pixel)
        return (
          <g key={pixel}>
            <rect
              x={shortX(pixel) - 12}
              y={3}
              width={24}
              height={22}
              rx={3}
              fill={isLit ? 'var(--tint)' : 'var(--sunken)'}
              stroke={isLit ? 'var(--accent)' : 'var(--line-2)'}
              strokeWidth={isLit ? 1.5 : 1}
            />
            <text x={shortX(pixel)} y={18} className={styles.svgText} fill="var(--text-2)">
              {pixel}
            </text>
          </g>
        )
      })}
      {reach
        .filter(({ at: from }) => from >= first && from < first + shown)
        .map(({ at: from, tap }) => {
          const middle = (shortX(from) + x(lit)) / 2
          const side = Math.sign(shortX(from) - x(lit))
          return (
            <text
              key={`${from} ${tap}`}
              x={middle + side * 6}
              y={46}
              className={styles.tapText}
              textAnchor={side < 0 ? 'end' : side > 0 ? 'start' : 'middle'}
            >
              tap {tap}
            </text>
          )
        })}
      {longs.map(pixel => {
        // The colour that the map has where two such counts meet.
        const share = peak > 0 ? (counts[pixel]! / peak) ** 2 : 0
        return (
          <g key={pixel} onPointerEnter={() => onPoint(pixel)} onPointerLeave={() => onPoint(undefined)}>
            <rect
              x={x(pixel) - 13}
              y={62}
              width={26}
              height={22}
              rx={2.5}
              fill={cividisHex(share)}
              stroke={pixel === lit ? 'var(--accent)' : 'none'}
              strokeWidth={2}
            />
            <text x={x(pixel)} y={77} className={styles.svgCount} fill={inkOn(share)}>
              {counts[pixel]}
            </text>
            <text x={x(pixel)} y={99} className={styles.svgText} fill="var(--text-3)">
              {pixel}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** A pixel in the middle of what can be shown that is touched most often. */
function middleOf(counts: Float64Array): number {
  const end = Math.min(counts.length, most - 2)
  const peak = counts.reduce((a, b) => Math.max(a, b), 0)
  const middle = Math.floor(end / 2)
  for (let step = 0; step < end; step++) {
    for (const at of [middle - step, middle + step]) if (counts[at] === peak) return at
  }
  return middle
}
