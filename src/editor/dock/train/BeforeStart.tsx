import { Play } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { isLoss } from '../../../graph/definition.ts'
import { perform } from '../../actions/action.ts'
import { actionOf } from '../../actions/allActions.ts'
import { formatChord } from '../../actions/keys.ts'
import { DataStrip } from '../../data/DataStrip.tsx'
import { useSource } from '../../data/useSource.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { trainRefusal } from '../../store/trainRefusal.ts'
import { useDocument, useInference } from '../../store/useDocument.ts'
import { backendTitles } from '../../topbar/BackendChip.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatCount, plural } from '../../ui/numbers.ts'
import { ExperimentButton } from './ExperimentButton.tsx'
import { FindRateButton } from './FindRateButton.tsx'
import styles from './Train.module.css'

const StartWeights = lazy(() => import('./StartWeights.tsx').then(m => ({ default: m.StartWeights })))

/** What a run with these settings will be, and the button that starts it. */
export function BeforeStart() {
  const { training } = useDocument()
  const inference = useInference()
  const report = useTraining(state => state.backends)
  const choice = useTraining(state => state.backendChoice)
  const isOpened = useTraining(state => state.opened !== undefined)
  const { facts } = useSource()
  const refusal = trainRefusal(inference)
  const losses = inference.document.nodes.filter((_, i) => isLoss(inference.nodes[i]!.definition))
  const headline =
    losses.length === 0
      ? 'The network learns to give back the images that it is shown'
      : `The network learns to make ${losses.map(({ id }) => id).join(' + ')} small`
  const counts = facts && 'trainCount' in facts ? facts : undefined
  const perEpoch = Math.ceil((counts?.trainCount ?? 0) / training.batchSize)
  return (
    <div className={styles.start}>
      {isOpened ? (
        <Suspense fallback={<h3>{headline}</h3>}>
          <StartWeights />
        </Suspense>
      ) : (
        <h3>{headline}</h3>
      )}
      <DataStrip />
      {counts && (
        <p>
          Batches of {formatCount(training.batchSize)} are {plural(perEpoch, 'step')} an epoch,{' '}
          {formatCount(perEpoch * training.epochs)} in all.
        </p>
      )}
      {refusal && <p className={styles.refusal}>{refusal}</p>}
      <div className={styles.startButtons}>
        <Button
          look="primary"
          icon={<Play size={14} aria-hidden />}
          refusal={refusal}
          keys={formatChord('Mod+Enter')}
          onClick={() => perform(actionOf('train'))}
        >
          Train {plural(training.epochs, 'epoch')}
        </Button>
        <FindRateButton />
        <ExperimentButton isIcon />
      </div>
      <p>
        It runs in a worker, so the page stays free.{' '}
        {choice === 'auto' ? report && `${report.reason}.` : `${backendTitles[choice]}, chosen by hand.`}
      </p>
    </div>
  )
}
