import type { ReactNode } from 'react'
import { editedNodes } from '../../store/editedNodes.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { useDocument } from '../../store/useDocument.ts'
import { formatCount, formatLoss, formatSeconds, formatShare } from '../../ui/numbers.ts'
import { Bar } from './Bar.tsx'
import { useLinear } from './linearOptimum.ts'
import { formatRate } from './ratePlot.ts'
import styles from './Train.module.css'

/** Where the run stands, in numbers. */
export function Numbers() {
  const { status, facts, progress, evaluations, trained } = useTraining()
  const document = useDocument()
  const epochs = facts ? Math.ceil(facts.totalSteps / facts.stepsPerEpoch) : undefined
  const part = progress && facts ? progress.step / facts.totalSteps : 0
  const test = evaluations.at(-1)
  const isOutdated = trained !== undefined && editedNodes(trained, document).isOutdated
  const isOver = status.kind === 'finished' || status.kind === 'failed'
  return (
    <section className={styles.numbers} aria-label="Run">
      {status.kind === 'preparing' ? (
        <div className={styles.preparing} role="status">
          <span>{status.what}</span>
          {status.progress !== undefined && <b>{Math.round(status.progress * 100)} %</b>}
          <Bar part={status.progress} label={status.what} />
        </div>
      ) : (
        <>
          <Line label="Epoch" value={progress && epochs ? `${progress.epoch} of ${epochs}` : '–'} />
          <Line
            label="Step"
            value={
              progress && facts ? `${formatCount(progress.step)} / ${formatCount(facts.totalSteps)}` : '–'
            }
          />
          <Bar part={part} label="Steps done" />
        </>
      )}
      <Line label="Batch loss" value={progress ? formatLoss(progress.loss) : '–'} />
      <Line label={`Test ${facts?.lossName ?? 'loss'}`} value={test ? formatLoss(test.testLoss) : '–'} />
      <LinearLine />
      {test?.accuracy !== undefined && <Line label="Test accuracy" value={formatShare(test.accuracy)} />}
      {progress?.learningRate !== undefined && (
        <Line label="Learning rate" value={formatRate(Number(progress.learningRate.toPrecision(2)))} />
      )}
      <Line label="Steps/s" value={progress?.stepsPerSecond ? rate(progress.stepsPerSecond) : '–'} />
      {isOver ? (
        <Line
          label={status.kind === 'finished' && status.reason === 'done' ? 'Took' : 'Stopped after'}
          value={status.kind === 'finished' ? formatSeconds(status.seconds) : '–'}
        />
      ) : (
        <Line label="Time left" value={progress ? formatSeconds(progress.secondsLeft) : '–'} />
      )}
      {status.kind === 'finished' && status.early !== undefined && (
        <p className={styles.early}>{status.early}</p>
      )}
      {isOutdated && (
        <p className={styles.outdated} role="status">
          The {isOver ? 'trained' : 'running'} model is older than the canvas.
        </p>
      )}
    </section>
  )
}

/** PCA's error below the network's, where they can be compared. */
function LinearLine() {
  const status = useLinear(state => state.status)
  if (status.kind === 'none') return null
  const mse = status.kind === 'ready' ? status.testMse : undefined
  return <Line label="PCA test MSE" value={mse === undefined ? '–' : formatLoss(mse)} />
}

const rate = (perSecond: number): string => (perSecond < 10 ? perSecond.toFixed(2) : perSecond.toFixed(1))

const Line = ({ label, value }: { label: string; value: ReactNode }) => (
  <div className={styles.line}>
    <span>{label}</span>
    <b>{value}</b>
  </div>
)
