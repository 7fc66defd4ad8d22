/** Keeps a run while it goes on: every checkpoint of the worker becomes its state in IndexedDB. */
import { registry } from '../../../nodes/index.ts'
import type { Plan } from '../../compile/plan.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { saveDocument } from '../../graph/save.ts'
import type { Checkpoint, Samples, TrainingReport } from '../../training/protocol.ts'
import { whyNotSaved } from '../saving/savingStore.ts'
import { useEditor } from '../store/editorStore.ts'
import type { LossCurve } from '../store/lossCurve.ts'
import { useRuns } from '../store/runsStore.ts'
import type { Evaluation } from '../store/trainingStore.ts'
import { forgetTraining, rememberTraining } from './interrupted.ts'
import { nextRunName, type RunData, type RunSummary } from './runRecord.ts'
import { changed, readRuns, readSummary, takeRun, writeRun } from './runStorage.ts'

/** A run as it begins or is taken up again. */
export interface RunStart {
  readonly id: string
  readonly document: GraphDocument
  readonly plan: Plan
  /** Grows while the run goes on. */
  readonly curve: LossCurve
  /** The tests of the steps before. */
  readonly evaluations: readonly Evaluation[]
  /** What is to be known of how it began, in sentences. */
  readonly notes?: readonly string[]
}

/** What is told of a run after it has begun, in order. */
export interface Recording {
  hear(report: TrainingReport): void
}

/** Where a recording is written to. */
export interface RunWriter {
  write(run: RunSummary, data?: RunData): Promise<void>
  /** Says that it cannot be written, or that it can again. */
  tell(error: unknown): void
}

/** What is known of a run beforehand: its name, and what happened in an earlier part of it. */
export type RunOrigin = Pick<RunSummary, 'name' | 'startedAt' | 'notes'>

/** Keeps a run in IndexedDB. Where that is impossible, training goes on all the same, and the person is told why. */
export async function startRecording(start: RunStart): Promise<Recording> {
  const letGo = await takeRun(start.id)
  let origin: RunOrigin = { name: 'Run', startedAt: Date.now(), notes: start.notes ?? [] }
  try {
    origin = (await readSummary(start.id)) ?? { ...origin, name: nextRunName(await readRuns()) }
    tellTrouble(undefined)
  } catch (error) {
    tellTrouble(error)
  }
  rememberTraining(start.id)
  const recording = createRecording(start, origin, { write: writeRun, tell: tellTrouble })
  return {
    hear(report) {
      recording.hear(report)
      if (report.type !== 'finished' && report.type !== 'failed') return
      forgetTraining(start.id)
      letGo?.()
      // The list says by the lock who trains.
      void changed().catch(() => {})
    },
  }
}

function tellTrouble(error: unknown): void {
  const before = useRuns.getState().trouble
  if (error === undefined) {
    if (before !== undefined) useRuns.setState({ trouble: undefined })
    return
  }
  const trouble = `This run is not kept: ${whyNotSaved(error).replace(/\.$/, '')}. Training goes on.`
  if (trouble === before) return
  useRuns.setState({ trouble })
  useEditor.getState().say(trouble)
}

/** Turns reports into writes, one at a time; while one goes on, only the newest state waits for its turn. */
export function createRecording(start: RunStart, origin: RunOrigin, { write, tell }: RunWriter): Recording {
  let run: RunSummary | undefined
  let evaluations = start.evaluations
  let samples: Samples | undefined
  let kept: RunData | undefined
  let waiting: { run: RunSummary; data?: RunData } | undefined
  let isWriting = false

  async function flush(): Promise<void> {
    if (isWriting) return
    isWriting = true
    while (waiting) {
      const { run, data } = waiting
      waiting = undefined
      try {
        await write(run, data)
        tell(undefined)
      } catch (error) {
        tell(error)
      }
    }
    isWriting = false
  }

  function keep(change: Partial<RunSummary>, data?: RunData): void {
    if (!run) return
    run = { ...run, ...change, evaluations, savedAt: Date.now() }
    // Tensors that wait are not forgotten for a mere change of the status.
    const tensors = data ?? waiting?.data
    waiting = { run, ...(tensors && { data: tensors }) }
    void flush()
  }

  const dataOf = ({ step, weights, optimizer }: Checkpoint): RunData => ({
    weights,
    optimizer,
    losses: lossesUpTo(start.curve, step),
    ...(samples && { samples }),
  })

  return {
    hear(report) {
      switch (report.type) {
        case 'started': {
          const { type: _, ...facts } = report
          const { document, plan, id } = start
          run = {
            ...origin,
            id,
            document: saveDocument(document, registry),
            network: document.name,
            parameters: plan.nodes.reduce((sum, node) => sum + node.parameters, 0),
            status: 'running',
            facts,
            step: 0,
            seconds: 0,
            savedAt: Date.now(),
            evaluations,
          }
          return
        }
        case 'samples': {
          const { type: _, ...seen } = report
          samples = seen
          return
        }
        case 'evaluated': {
          const { type: _, ...evaluation } = report
          evaluations = [...evaluations, evaluation]
          return
        }
        case 'checkpoint': {
          const { step, seconds, best } = report
          kept = dataOf(report)
          return keep({ step, seconds, ...(best && { best }) }, kept)
        }
        case 'recovered': {
          evaluations = evaluations.filter(({ step }) => step <= report.step)
          if (!run) return
          const facts = { ...run.facts, backend: report.backend, reason: report.message }
          return keep({ facts, notes: [...run.notes, report.message] })
        }
        case 'paused':
          return keep({ status: 'paused' })
        case 'resumed':
          return keep({ status: 'running' })
        case 'finished':
          return keep(
            {
              status: report.reason,
              seconds: report.seconds,
              ...(report.early !== undefined && run && { notes: [...run.notes, report.early] }),
            },
            // The last samples come behind the last checkpoint.
            kept && { ...kept, ...(samples && { samples }) },
          )
        case 'failed':
          return keep({ status: 'failed', failure: report.message })
        default:
      }
    },
  }
}

function lossesUpTo({ steps, losses }: LossCurve, end: number): Float32Array {
  const known = new Float32Array(end).fill(Number.NaN)
  for (let i = 0; i < steps.length && steps[i]! <= end; i++) known[steps[i]! - 1] = losses[i]!
  return known
}
