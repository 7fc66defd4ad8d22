import { lazy, Suspense } from 'react'
import { useTraining } from '../../store/trainingStore.ts'
import { BeforeStart } from './BeforeStart.tsx'
import { useRateTest } from './rateTestStore.ts'
import { Settings } from './Settings.tsx'
import styles from './Train.module.css'

const RateTest = lazy(() => import('./RateTest.tsx').then(m => ({ default: m.RateTest })))
const RunView = lazy(() => import('./RunView.tsx').then(m => ({ default: m.RunView })))

/** Settings before the start; numbers, the loss curve and test digits from then on. */
export function TrainPanel() {
  const kind = useTraining(state => state.status.kind)
  const hasRun = useTraining(state => state.progress !== undefined)
  const isTesting = useRateTest(state => state.status.kind !== 'closed')
  const isOver = kind === 'finished' || kind === 'failed'
  const before = (
    <div className={styles.before}>
      <Settings />
      <BeforeStart />
    </div>
  )
  // What stood here stays until what follows it has been loaded.
  if (isTesting && (kind === 'idle' || isOver)) {
    return (
      <Suspense fallback={before}>
        <div className={styles.before}>
          <RateTest />
        </div>
      </Suspense>
    )
  }
  if (kind === 'idle' || (kind === 'finished' && !hasRun)) return before
  return (
    <Suspense fallback={before}>
      <RunView />
    </Suspense>
  )
}
