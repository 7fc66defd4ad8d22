import type { useTraining } from '../store/trainingStore.ts'
import { formatCount } from '../ui/numbers.ts'
import type { RunSummary } from './runRecord.ts'

/** How a run stands, as the list says it. */
export interface Standing {
  readonly kind: 'training' | 'elsewhere' | 'interrupted' | 'done' | 'stopped' | 'failed'
  readonly text: string
  /** The whole story: why it failed, what happened on the way. */
  readonly story: string | undefined
}

/** What this tab and others do at this moment. */
export interface Now {
  readonly elsewhere: ReadonlySet<string>
  readonly runId: string | undefined
  readonly kind: ReturnType<typeof useTraining.getState>['status']['kind']
}

/** A run that no tab trains and that has not ended was interrupted: its tab was closed, or its worker has crashed. */
export function standingOf(run: RunSummary, { elsewhere, runId, kind }: Now): Standing {
  const story = [...run.notes, ...(run.failure ? [run.failure] : [])].join(' ') || undefined
  if (elsewhere.has(run.id)) return { kind: 'elsewhere', text: 'In another tab', story }
  const isHere = runId === run.id
  if (isHere && kind === 'paused') return { kind: 'training', text: 'Paused', story }
  if (isHere && (kind === 'running' || kind === 'preparing')) {
    return { kind: 'training', text: 'Training', story }
  }
  if (run.status === 'running' || run.status === 'paused') {
    const why = `The page was closed while it trained; its last checkpoint is of step ${formatCount(run.step)}.`
    return { kind: 'interrupted', text: 'Interrupted', story: story ? `${why} ${story}` : why }
  }
  const texts = { done: 'Done', stopped: 'Stopped', failed: 'Failed' } as const
  return { kind: run.status, text: texts[run.status], story }
}

/** "today, 14:05", "12 Nov, 09:30", "3 Mar 2025". */
export function formatDate(time: number, now = Date.now()): string {
  const [date, today] = [new Date(time), new Date(now)]
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(date)
  if (date.toDateString() === today.toDateString()) return `today, ${clock}`
  const isThisYear = date.getFullYear() === today.getFullYear()
  const day = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(date)
  return isThisYear ? `${day}, ${clock}` : day
}
