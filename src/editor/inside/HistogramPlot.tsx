import styles from './Inside.module.css'
import type { LayerInside } from './insideStore.ts'

const [width, height] = [256, 40]

interface HistogramPlotProps {
  readonly title: string
  readonly histogram: LayerInside['activations']
  /** What is counted: "weights". */
  readonly unit: string
}

/** How values are spread: bars between the least and the largest, 0 marked where it lies between them. */
export function HistogramPlot({ title, histogram, unit }: HistogramPlotProps) {
  const { from, to, counts } = histogram
  const most = Math.max(1, ...counts)
  const pitch = width / counts.length
  const zero = from < 0 && to > 0 ? (-from / (to - from)) * width : undefined
  const total = counts.reduce((sum, count) => sum + count, 0)
  return (
    <figure className={styles.histogram}>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${total} ${unit} from ${short(from)} to ${short(to)}`}
      >
        {zero !== undefined && <line x1={zero} x2={zero} y2={height} className={styles.zero} />}
        {[...counts].map((count, i) => {
          const size = (count / most) * (height - 1)
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin has no name but its place.
              key={i}
              x={i * pitch}
              y={height - size}
              width={Math.max(0.5, pitch - 0.75)}
              height={size}
              className={styles.bar}
            />
          )
        })}
        <line x2={width} y1={height - 0.5} y2={height - 0.5} className={styles.axis} />
      </svg>
      <div className={styles.scale}>
        <span>{short(from)}</span>
        {zero !== undefined && zero > 40 && zero < width - 40 && <span style={{ left: zero }}>0</span>}
        <span>{short(to)}</span>
      </div>
    </figure>
  )
}

/** Three digits, with an exponent where they would be lost. */
const short = (value: number): string => {
  const size = Math.abs(value)
  if (value === 0) return '0'
  return size < 0.001 || size >= 10_000 ? value.toExponential(1).replace('-', '−') : minus(value)
}

const minus = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−')
