import { Pause, Play, SlidersHorizontal, Square, StepForward } from 'lucide-react'
import { perform } from '../../actions/action.ts'
import { actionOf } from '../../actions/allActions.ts'
import { formatChord } from '../../actions/keys.ts'
import { useLayout } from '../../store/layoutStore.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { trainRefusal } from '../../store/trainRefusal.ts'
import { useInference } from '../../store/useDocument.ts'
import { backendTitles } from '../../topbar/BackendChip.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatCount } from '../../ui/numbers.ts'
import styles from './Train.module.css'

/** What can be done with the run, at the end of the row of tabs. */
export function RunButtons() {
  const kind = useTraining(state => state.status.kind)
  const facts = useTraining(state => state.facts)
  const hasRun = useTraining(state => state.progress !== undefined)
  const checkpoint = useTraining(state => state.checkpointStep) ?? 0
  const isEarly = useTraining(({ status }) =>
    status.kind === 'finished' ? status.reason === 'stopped' : status.kind === 'failed',
  )
  const goOn = useTraining(state => state.goOn)
  const refusal = trainRefusal(useInference())
  const isSetting = useLayout(state => state.isSettingTraining)
  const set = useLayout(state => state.set)
  if (kind === 'idle') return null
  const isPaused = kind === 'paused'
  const isActive = kind === 'running' || isPaused || kind === 'preparing'
  return (
    <span className={styles.buttons} data-over={!isActive || undefined}>
      {facts && (
        <span className={styles.where} title={facts.reason}>
          {backendTitles[facts.backend]}, in a worker
        </span>
      )}
      {isActive ? (
        <>
          {kind !== 'preparing' && (
            <Button
              look="outline"
              size="dense"
              className={styles.pause}
              icon={isPaused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
              keys="Space"
              hint={isPaused ? 'Goes on from here' : 'Waits after this step'}
              onClick={() => perform(actionOf('pause'))}
            >
              {isPaused ? 'Resume' : 'Pause'}
            </Button>
          )}
          <Button
            look="outline"
            size="dense"
            icon={<Square size={12} aria-hidden />}
            hint="Ends the run; what it has learned stays"
            onClick={() => perform(actionOf('stop'))}
          >
            Stop
          </Button>
        </>
      ) : (
        <>
          {hasRun && (
            <Button
              size="dense"
              icon={<SlidersHorizontal size={13} aria-hidden />}
              aria-pressed={isSetting}
              hint={isSetting ? 'What the run has learned' : 'What the next run learns with'}
              onClick={() => set({ isSettingTraining: !isSetting })}
            >
              <span className={styles.word}>{isSetting ? 'Results' : 'Settings'}</span>
            </Button>
          )}
          {isEarly && checkpoint > 0 && facts && checkpoint < facts.totalSteps && (
            <Button
              look="outline"
              size="dense"
              icon={<StepForward size={13} aria-hidden />}
              hint={`Goes on from step ${formatCount(checkpoint)} as if nothing had happened`}
              onClick={() => goOn()}
            >
              <span className={styles.word}>Resume</span>
            </Button>
          )}
          <Button
            look="outline"
            size="dense"
            icon={<Play size={13} aria-hidden />}
            refusal={refusal}
            hint="A new run from fresh weights"
            keys={formatChord('Mod+Enter')}
            onClick={() => perform(actionOf('train'))}
          >
            Train again
          </Button>
        </>
      )}
    </span>
  )
}
