import { lossNames } from '../../store/lossNames.ts'
import { useDocument } from '../../store/useDocument.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount, formatSeconds } from '../../ui/numbers.ts'
import { Bar } from './Bar.tsx'
import { RateChart } from './RateChart.tsx'
import styles from './RateTest.module.css'
import { formatRate } from './ratePlot.ts'
import { type RateTest as Test, useRateTest } from './rateTestStore.ts'
import { setSetting } from './setSetting.ts'

/** The learning-rate range test: how far it is, and then what it found. */
export function RateTest() {
  const { status, settings, close } = useRateTest()
  const loss = lossNames(useDocument())
  if (status.kind === 'closed' || !settings) return null
  const { optimizer, batchSize } = settings
  return (
    <section className={styles.rates} aria-label="Learning-rate test">
      <div className={styles.words}>
        <h3>Learning-rate test</h3>
        <p>
          {optimizer}, batches of {formatCount(batchSize)}, fresh weights: the rate grows from step to step.
        </p>
        {status.kind === 'running' && (
          <>
            <p role="status" className={styles.left}>
              {status.done === 0 ? 'Loading the images' : `${Math.round(100 * status.done)} %`}
              {status.secondsLeft !== undefined && `, ${formatSeconds(status.secondsLeft)} left`}
            </p>
            <Bar part={status.done} label="Steps of the test" />
            <Button look="outline" size="dense" onClick={close}>
              Cancel
            </Button>
          </>
        )}
        {status.kind === 'failed' && (
          <>
            <p role="alert" className={styles.fault}>
              {status.message}
            </p>
            <Button look="outline" size="dense" onClick={close}>
              Close
            </Button>
          </>
        )}
        {status.kind === 'done' && (
          <>
            <p>{verdict(status.test)}</p>
            <div className={styles.buttons}>
              {status.test.suggestion !== undefined && (
                <Button
                  look="primary"
                  size="dense"
                  onClick={() => {
                    setSetting('learningRate', status.test.suggestion!)
                    close()
                  }}
                >
                  Use {formatRate(status.test.suggestion)}
                </Button>
              )}
              <Button look="outline" size="dense" onClick={close}>
                Close
              </Button>
            </div>
          </>
        )}
      </div>
      {status.kind === 'done' && status.test.points.length > 1 && (
        <RateChart test={status.test} lossName={loss.name} />
      )}
    </section>
  )
}

/** What the curve says, in a sentence. */
function verdict({ suggestion, hasDiverged, points }: Test): string {
  const end = formatRate(Number((points.at(-1)?.rate ?? 0).toPrecision(2)))
  if (suggestion === undefined) return `The loss does not fall at any rate up to ${end}.`
  const fall = `The loss falls most steeply at ${formatRate(suggestion)}`
  return hasDiverged ? `${fall}; from ${end} on it grows.` : `${fall}.`
}
