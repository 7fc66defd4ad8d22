import { useEffect, useRef, useState } from 'react'
import { useLayout } from '../store/layoutStore.ts'
import { useRuns } from '../store/runsStore.ts'
import { ComparisonChart } from './ComparisonChart.tsx'
import type { ComparedRun } from './compareRuns.ts'
import { RunList } from './RunList.tsx'
import styles from './Runs.module.css'
import { openRuns } from './runActions.ts'
import type { RunSummary } from './runRecord.ts'
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

/** The chosen runs with their losses; those of a run are read again whenever it has got further. */
function useComparedRuns(): readonly ComparedRun[] {
  const runs = useRuns(state => state.runs)
  const compared = useRuns(state => state.compared)
  const [read, setRead] = useState<readonly ComparedRun[]>([])
  const known = useRef<readonly Known[]>([])
  useEffect(() => {
    if (!runs) return
    if (compared.length === 0 && runs[0]) {
      useRuns.setState({ compared: [runs[0].id] })
      return
    }
    let isOver = false
    const wanted = compared.flatMap(id => runs.find(run => run.id === id) ?? [])
    Promise.all(wanted.map(run => lossesOf(run, known.current))).then(
      found => {
        if (isOver) return
        known.current = found
        setRead(found)
      },
      () => !isOver && setRead([]),
    )
    return () => {
      isOver = true
    }
  }, [runs, compared])
  return read
}

interface Known extends ComparedRun {
  readonly run: RunSummary
}

/** A run with its losses, those that are known where it has not got further since. */
async function lossesOf(run: RunSummary, known: readonly Known[]): Promise<Known> {
  const before = known.find(other => other.run.id === run.id && other.run.step === run.step)
  return { run, losses: before?.losses ?? (await readCurve(run.id))?.losses ?? new Float32Array(0) }
}
