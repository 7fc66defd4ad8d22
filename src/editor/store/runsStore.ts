import { create } from 'zustand'
import type { RunSummary } from '../runs/runRecord.ts'

interface RunsState {
  /** How many runs are kept, as far as this tab knows. */
  readonly count: number
  /** The newest first; undefined until they were read. */
  readonly runs: readonly RunSummary[] | undefined
  /** Runs that another tab trains at this moment. */
  readonly elsewhere: ReadonlySet<string>
  /** Why runs are not kept, as a sentence; undefined while they are. */
  readonly trouble: string | undefined
  /** The run that was cut off when its page went away, as long as it is offered to go on with it. */
  readonly interrupted: RunSummary | undefined
  /** The runs whose curves are compared, in the order of their colours. */
  readonly compared: readonly string[]
}

const countKey = 'hourglass.runs'

function storedCount(): number {
  try {
    return Number(localStorage.getItem(countKey) ?? 0) || 0
  } catch {
    return 0
  }
}

/** The kept runs as the panel lists them. They are read when the panel is opened or a run begins, not before. */
export const useRuns = create<RunsState>()(() => ({
  count: storedCount(),
  runs: undefined,
  elsewhere: new Set(),
  trouble: undefined,
  interrupted: undefined,
  compared: [],
}))

/** Takes the list of kept runs, and remembers how many there are for the next visit. */
export function showRuns(runs: readonly RunSummary[], elsewhere: ReadonlySet<string>): void {
  const isThere = (id: string) => runs.some(run => run.id === id)
  const { compared, interrupted } = useRuns.getState()
  useRuns.setState({
    runs,
    elsewhere,
    count: runs.length,
    compared: compared.filter(isThere),
    interrupted: interrupted && isThere(interrupted.id) ? interrupted : undefined,
  })
  try {
    localStorage.setItem(countKey, String(runs.length))
  } catch {
    // Without storage no run is kept either.
  }
}
