import { Pause, Play } from 'lucide-react'
import { perform } from '../actions/action.ts'
import { actionOf } from '../actions/allActions.ts'
import { formatChord } from '../actions/keys.ts'
import { datasetTitle } from '../data/words.ts'
import { useEditor } from '../store/editorStore.ts'
import { startOf } from '../store/startWeights.ts'
import { useTraining } from '../store/trainingStore.ts'
import { trainRefusal } from '../store/trainRefusal.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { formatSeconds } from '../ui/numbers.ts'
import { Ring } from './Ring.tsx'
import styles from './TopBar.module.css'

/** The one primary action: trains, and while that goes on says how long it still takes. */
export function TrainButton() {
  const status = useTraining(state => state.status)
  const inference = useInference()
  const refusal = trainRefusal(inference)
  const start = startOf(
    useTraining(state => state.opened),
    inference,
  )
  if (status.kind === 'preparing' || status.kind === 'running' || status.kind === 'paused') return <Running />
  return (
    <Button
      look="primary"
      className={styles.train}
      icon={<Play size={14} aria-hidden />}
      refusal={refusal}
      hint={`Trains this model on ${datasetTitle(inference.document.training.dataset)}, in the page${start && start.misfit === undefined ? `, from ${start.opened.name}` : ''}`}
      keys={formatChord('Mod+Enter')}
      onClick={() => perform(actionOf('train'))}
    >
      Train
    </Button>
  )
}

function Running() {
  const status = useTraining(state => state.status)
  const total = useTraining(state => state.facts?.totalSteps)
  const step = useTraining(state => state.progress?.step)
  const secondsLeft = useTraining(state => state.progress && Math.round(state.progress.secondsLeft))
  const show = useEditor(state => state.show)
  const part = total && step !== undefined ? step / total : undefined
  return (
    <Button
      look="outline"
      className={styles.running}
      icon={
        status.kind === 'paused' ? (
          <Pause size={14} aria-hidden />
        ) : (
          <Ring
            progress={status.kind === 'preparing' ? status.progress : part}
            isTurning={status.kind === 'preparing' || part === undefined}
          />
        )
      }
      hint="Show the run"
      onClick={() => show({ dockTab: 'train', isDockOpen: true })}
    >
      {status.kind === 'preparing'
        ? 'Preparing to train'
        : status.kind === 'paused'
          ? `Paused${step === undefined ? '' : ` at step ${step}`}`
          : secondsLeft === undefined
            ? 'Training'
            : `Training, ${formatSeconds(secondsLeft)} left`}
    </Button>
  )
}
