import { useRuns } from '../store/runsStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { RunRow } from './RunRow.tsx'
import styles from './Runs.module.css'
import type { RunSummary } from './runRecord.ts'
import { type Now, standingOf } from './words.ts'

/** All kept runs, the newest first; a tick puts a run's curve into the plot. */
export function RunList({ runs }: { runs: readonly RunSummary[] }) {
  const elsewhere = useRuns(state => state.elsewhere)
  const compared = useRuns(state => state.compared)
  const runId = useTraining(state => state.runId)
  const kind = useTraining(state => state.status.kind)
  const now: Now = { elsewhere, runId, kind }
  return (
    <table className={styles.list}>
      <thead>
        <tr>
          <th scope="col" className={styles.tick}>
            <span className="visually-hidden">In the plot</span>
          </th>
          <th scope="col">Run</th>
          <th scope="col" className={styles.date}>
            Begun
          </th>
          <th scope="col" className={styles.number}>
            Steps
          </th>
          <th scope="col" className={styles.number}>
            Test
          </th>
          <th scope="col" className={`${styles.number} ${styles.parameters}`}>
            Parameters
          </th>
          <th scope="col" className={styles.backend}>
            Backend
          </th>
          <th scope="col" className={`${styles.number} ${styles.took}`}>
            Took
          </th>
          <th scope="col">Status</th>
          <th scope="col" className={styles.actions}>
            <span className="visually-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <RunRow
            key={run.id}
            run={run}
            standing={standingOf(run, now)}
            place={compared.indexOf(run.id)}
            isShown={runId === run.id}
          />
        ))}
      </tbody>
    </table>
  )
}
