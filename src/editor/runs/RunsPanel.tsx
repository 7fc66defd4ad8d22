import { useEffect, useState } from 'react'
import { useLayout } from '../store/layoutStore.ts'
import { useRuns } from '../store/runsStore.ts'
import { ComparisonChart } from './ComparisonChart.tsx'
import type { ComparedRun } from './compareRuns.ts'
import { RunList } from './RunList.tsx'
import styles from './Runs.module.css'
import { openRuns } from './runActions.ts'
import { readCurve } from './runStorage.ts'

/** The kept runs, and the curves of those that are chosen. */
export function RunsPanel() {
  const runs = useRuns(state => state.runs)
  const trouble = useRuns(state => state.trouble)
  const isTall = useLayout(state => state.isDockMaximised)
  const compared = useComparedRuns()
  useEffect(openRuns, [])
  if (!runs) return null
  if (runs.length === 0) {
    return (
      <div className={styles.empty}>
        <h3>Runs appear here</h3>
        <p>
          Every training run is kept in this browser with its network, settings, curves and weights. It can be
          resumed after the page was closed, compared with others, and exported as one zip.
        </p>
        {trouble && <p className={styles.trouble}>{trouble}</p>}
      </div>
    )
  }
  return (
    <div className={isTall ? styles.tall : styles.panel}>
      <div className={styles.listSide}>
        {trouble && (
          <p className={styles.trouble} role="alert">
            {trouble}
          </p>
        )}
        <RunList runs={runs} />
      </div>
      <div className={styles.chart}>
        <ComparisonChart runs={compared} />
      </div>
    </div>
  )
}

/** The chosen runs with their losses, read again whenever a run has got further. */
function useComparedRuns(): readonly ComparedRun[] {
  const runs = useRuns(state => state.runs)
  const compared = useRuns(state => state.compared)
  const [read, setRead] = useState<readonly ComparedRun[]>([])
  useEffect(() => {
    if (!runs) return
    if (compared.length === 0 && runs[0]) {
      useRuns.setState({ compared: [runs[0].id] })
      return
    }
    let isOver = false
    const wanted = compared.flatMap(id => runs.find(run => run.id === id) ?? [])
    Promise.all(
      wanted.map(async run => ({ run, losses: (await readCurve(run.id))?.losses ?? new Float32Array(0) })),
    ).then(
      found => !isOver && setRead(found),
      () => !isOver && setRead([]),
    )
    return () => {
      isOver = true
    }
  }, [runs, compared])
  return read
}
