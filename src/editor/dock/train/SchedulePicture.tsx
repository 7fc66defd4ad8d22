import type { FullTraining } from '../../../graph/training.ts'
import { SavePicture } from '../../artifacts/SavePicture.tsx'
import { useSource } from '../../data/useSource.ts'
import { formatCount } from '../../ui/numbers.ts'
import { formatRate } from './ratePlot.ts'
import styles from './Settings.module.css'
import {
  type Box,
  printSchedule,
  scheduleCsv,
  scheduleOf,
  schedulePath,
  scheduleWords,
} from './scheduleFigure.ts'

const [width, height] = [226, 78] as const
const box: Box = { left: 46, top: 8, width: 150, height: 50 }
const bottom = box.top + box.height

/** How the learning rate goes over the run, small; absent where it does not change, or without data. */
export function SchedulePicture({ training }: { training: FullTraining }) {
  const { facts } = useSource()
  if (training.schedule === 'constant' && training.warmupSteps === 0) return null
  if (!facts || 'fault' in facts) return null
  const schedule = scheduleOf(training, facts.trainCount)
  return (
    <figure className={styles.schedule}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={scheduleWords(schedule)}
      >
        <line x1={box.left} x2={box.left + box.width} y1={bottom} y2={bottom} />
        <text x={box.left - 5} y={box.top + 4} textAnchor="end">
          {formatRate(schedule.peak)}
        </text>
        <text x={box.left - 5} y={bottom + 3} textAnchor="end">
          0
        </text>
        <text x={box.left} y={height - 6} textAnchor="middle">
          0
        </text>
        <text x={box.left + box.width + 26} y={height - 6} textAnchor="end">
          {formatCount(schedule.total)} steps
        </text>
        <path d={schedulePath(schedule, box)} />
      </svg>
      <SavePicture
        isSmall
        label="Download the schedule"
        name="schedule"
        print={() => printSchedule(schedule)}
        csv={() => scheduleCsv(schedule)}
      />
      <figcaption>{scheduleWords(schedule)}</figcaption>
    </figure>
  )
}
