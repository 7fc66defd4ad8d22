import { OctagonAlert, TriangleAlert } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useLayout } from '../../store/layoutStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { Numbers } from './Numbers.tsx'
import { Settings } from './Settings.tsx'
import { TestDigits } from './TestDigits.tsx'
import styles from './Train.module.css'

const LossChart = lazy(() => import('./LossChart.tsx').then(m => ({ default: m.LossChart })))

/** The run: its numbers, or the settings of the next one, the loss curve and the test digits. */
export function RunView() {
  const status = useTraining(state => state.status)
  const recovery = useTraining(state => state.recovery)
  const hasRun = useTraining(state => state.progress !== undefined)
  const isSetting = useLayout(state => state.isSettingTraining)
  const isTall = useLayout(state => state.isDockMaximised)
  const isOver = status.kind === 'finished' || status.kind === 'failed'
  const hasSettings = isOver && (isSetting || !hasRun)
  const failure = status.kind === 'failed' ? status.message : undefined
  return (
    <div className={isTall ? styles.tall : styles.panel} data-setting={hasSettings || undefined}>
      {hasSettings ? <Settings isNarrow /> : <Numbers />}
      <div className={styles.middle}>
        {failure && (
          <p className={styles.failure} role="alert">
            <OctagonAlert size={15} aria-hidden />
            {failure}
          </p>
        )}
        {recovery && (
          <p className={styles.recovery} role="status">
            <TriangleAlert size={15} aria-hidden />
            {recovery}
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
