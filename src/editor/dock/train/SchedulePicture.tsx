import type { FullTraining } from '../../../graph/training.ts'
import { rateAt } from '../../../training/client.ts'
import { formatCount } from '../../ui/numbers.ts'
import { formatRate } from './ratePlot.ts'
import styles from './Settings.module.css'

const [width, height] = [150, 26] as const
/** Images of the training part, which decides how many steps a run has. */
const images = 60_000

/** How the learning rate goes over the run, small; absent where it does not change. */
export function SchedulePicture({ training }: { training: FullTraining }) {
  const { schedule, warmupSteps, batchSize, epochs, learningRate } = training
  if (schedule === 'constant' && warmupSteps === 0) return null
  const perEpoch = Math.ceil(images / batchSize)
  const total = perEpoch * epochs
  const points = Array.from({ length: width + 1 }, (_, x) => {
    const rate = rateAt(training, Math.min(total - 1, Math.floor((x / width) * total)), total, perEpoch)
    return `${x} ${(height - 1 - (height - 2) * (rate / learningRate)).toFixed(1)}`
  })
  const last = rateAt(training, total - 1, total, perEpoch)
  const end = formatRate(Number(last.toPrecision(2)))
  return (
    <figure className={styles.schedule}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
        <path d={`M${points.join('L')}`} />
      </svg>
      <figcaption>
        from {formatRate(Number(rateAt(training, 0, total, perEpoch).toPrecision(2)))} to {end} in{' '}
        {formatCount(total)} steps
      </figcaption>
    </figure>
  )
}
