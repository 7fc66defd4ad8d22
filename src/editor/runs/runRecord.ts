import type { Weights } from '../../compile/weights.ts'
import type { Checkpoint, OptimizerState, Samples } from '../../training/protocol.ts'
import type { Evaluation, RunFacts } from '../store/trainingStore.ts'

/** How a run stands. `running` and `paused` are said by the tab that trains it; where none does, it was interrupted. */
export type RunStatus = 'running' | 'paused' | 'done' | 'stopped' | 'failed'

/** A kept run without its tensors: what the list shows. */
export interface RunSummary {
  readonly id: string
  readonly name: string
  /** The document as it was when the run began, as it is in a file. */
  readonly document: string
  /** What the document is called, and how many parameters the network has. */
  readonly network: string
  readonly parameters: number
  readonly status: RunStatus
  /** Why it failed. */
  readonly failure?: string
  /** What happened on the way, such as a change of the backend. */
  readonly notes: readonly string[]
  readonly facts: RunFacts
  /** Steps up to the last checkpoint, and the time that they took in seconds. */
  readonly step: number
  readonly seconds: number
  /** In milliseconds since 1970. */
  readonly startedAt: number
  readonly savedAt: number
  readonly evaluations: readonly Evaluation[]
  /** The lowest test loss up to the checkpoint, for early stopping. */
  readonly best?: Checkpoint['best']
}

/** The tensors of a run at its last checkpoint. */
export interface RunTensors {
  readonly weights: Weights
  readonly optimizer: OptimizerState
}

/** What a run has to show at its last checkpoint. */
export interface RunCurve {
  /** The loss of each step from the first one on; not a number where it is not known. */
  readonly losses: Float32Array
  readonly samples?: Samples
}

export interface RunData extends RunTensors, RunCurve {}

/** The name of the next run: one more than the highest "Run 3". */
export function nextRunName(runs: readonly Pick<RunSummary, 'name'>[]): string {
  const numbers = runs.map(({ name }) => Number(/^Run (\d+)$/.exec(name)?.[1] ?? 0))
  return `Run ${Math.max(0, ...numbers) + 1}`
}

/** A name that no other run has: "Run 2 (2)" where there is a "Run 2". */
export function freeRunName(name: string, runs: readonly Pick<RunSummary, 'name'>[]): string {
  const taken = new Set(runs.map(run => run.name))
  let free = name
  for (let copy = 2; taken.has(free); copy++) free = `${name} (${copy})`
  return free
}

/** Whether there is something left to train. */
export const canResume = ({ status, step, facts }: Pick<RunSummary, 'status' | 'step' | 'facts'>): boolean =>
  status !== 'done' && step < facts.totalSteps
