import { axesInWords, formatEdge, mostIn, type TitledHistogram } from './histogramFigure.ts'
import styles from './Inside.module.css'

const [width, height] = [256, 40]

/** How values are spread: bars between the least and the largest, 0 marked where it lies between them. */
export function HistogramPlot({ title, histogram, axis }: TitledHistogram) {
  const { from, to } = histogram
  const counts = Array.from(histogram.counts)
  const most = Math.max(1, mostIn(histogram))
  const pitch = width / counts.length
  const zero = from < 0 && to > 0 ? (-from / (to - from)) * width : undefined
  const unit = axis === 'activation' ? 'values' : 'weights'
  const total = counts.reduce((sum, count) => sum + count, 0)
  return (
    <figure className={styles.histogram}>
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${total} ${unit} from ${formatEdge(from)} to ${formatEdge(to)}`}
      >
        {zero !== undefined && <line x1={zero} x2={zero} y2={height} className={styles.zero} />}
        {counts.map((count, i) => {
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
        <span>{formatEdge(from)}</span>
        {zero !== undefined && zero > 40 && zero < width - 40 && <span style={{ left: zero }}>0</span>}
        <span>{formatEdge(to)}</span>
      </div>
      <p className={styles.axes}>{axesInWords({ axis, histogram })}</p>
    </figure>
  )
}
