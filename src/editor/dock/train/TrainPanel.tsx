import { OctagonAlert } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useLayout } from '../../store/layoutStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { BeforeStart } from './BeforeStart.tsx'
import { Numbers } from './Numbers.tsx'
import { RateTest } from './RateTest.tsx'
import { useRateTest } from './rateTestStore.ts'
import { Settings } from './Settings.tsx'
import { TestDigits } from './TestDigits.tsx'
import styles from './Train.module.css'

const LossChart = lazy(() => import('./LossChart.tsx').then(m => ({ default: m.LossChart })))

/** Settings before the start; numbers, the loss curve and test digits from then on. */
export function TrainPanel() {
  const status = useTraining(state => state.status)
  const isSetting = useLayout(state => state.isSettingTraining)
  const isTall = useLayout(state => state.isDockMaximised)
  const isOver = status.kind === 'finished' || status.kind === 'failed'
  const isTesting = useRateTest(state => state.status.kind !== 'closed')
  const hasRun = useTraining(state => state.progress !== undefined)
  if (isTesting && (status.kind === 'idle' || isOver)) {
    return (
      <div className={styles.before}>
        <RateTest />
      </div>
    )
  }
  if (status.kind === 'idle' || (isOver && !hasRun && status.kind !== 'failed')) {
    return (
      <div className={styles.before}>
        <Settings />
        <BeforeStart />
      </div>
    )
  }
  const failure = status.kind === 'failed' ? status.message : undefined
  return (
    <div className={isTall ? styles.tall : styles.panel}>
      {isOver && (isSetting || !hasRun) ? <Settings isNarrow /> : <Numbers />}
      <div className={styles.middle}>
        {failure && (
          <p className={styles.failure} role="alert">
            <OctagonAlert size={15} aria-hidden />
            {failure}
          </p>
        )}
        {hasRun && (
          <Suspense>
            <LossChart />
          </Suspense>
        )}
        {!hasRun && !failure && <p className={styles.hint}>The loss curve begins with the first step.</p>}
      </div>
      <TestDigits />
    </div>
  )
}
