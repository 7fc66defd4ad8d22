/** What can be done with a kept run, beside looking at its curve. */
import { registry } from '../../../nodes/index.ts'
import { compile } from '../../compile/compile.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { loadDocument } from '../../graph/load.ts'
import { inferGraph } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useRuns } from '../store/runsStore.ts'
import { type KeptRun, useTraining } from '../store/trainingStore.ts'
import { formatCount } from '../ui/numbers.ts'
import { canResume, type RunSummary } from './runRecord.ts'
import { readData, takeRun } from './runStorage.ts'

/** Why no run can be taken up or shown now; undefined where one can. */
export function busyRefusal(): string | undefined {
  const { kind } = useTraining.getState().status
  const isBusy = kind === 'running' || kind === 'preparing' || kind === 'paused'
  return isBusy ? 'A run is going on: stop it first.' : undefined
}

/** Goes on with a run from its last checkpoint: same losses as without the interruption. */
export async function resumeRun(run: RunSummary): Promise<void> {
  const kept = await keptRun(run)
  if (!canResume(run)) throw new Error(`${run.name} has taken all of its steps.`)
  // The recording, which keeps it for as long as the run goes on, finds it taken.
  if (!(await takeRun(run.id))) throw new Error(`${run.name} is trained in another tab.`)
  if (useRuns.getState().interrupted?.id === run.id) useRuns.setState({ interrupted: undefined })
  useTraining.getState().goOn(kept)
}

/** Makes the weights of a run the trained ones, and shows its numbers in the panel for training. */
export async function loadRun(run: RunSummary): Promise<void> {
  useTraining.getState().load(await keptRun(run))
  useEditor.getState().say(`The trained weights are those of ${run.name}, step ${formatCount(run.step)}.`)
}

/** Opens the network of a run as a document of its own, as it was when the run began. */
export function openGraph(run: RunSummary): void {
  const { open, say } = useEditor.getState()
  open(documentOf(run))
  say(`${run.network} is open as it was in ${run.name}.`)
}

/** The document of a run. @throws Error where this version cannot read it. */
export function documentOf(run: Pick<RunSummary, 'name' | 'document'>): GraphDocument {
  const loaded = loadDocument(run.document, registry)
  if ('document' in loaded) return loaded.document
  throw new Error(`The network of ${run.name} cannot be read: ${loaded.faults[0]?.message ?? 'it is empty'}.`)
}

/** A run with everything that training needs of it. */
async function keptRun(run: RunSummary): Promise<KeptRun> {
  const refusal = busyRefusal()
  if (refusal !== undefined) throw new Error(refusal)
  const document = documentOf(run)
  const compiled = compile(inferGraph(document, registry))
  if ('problems' in compiled) {
    throw new Error(`The network of ${run.name} has a problem: ${compiled.problems[0]?.message}`)
  }
  const data = await readData(run.id)
  if (!data) throw new Error(`The weights of ${run.name} are not kept.`)
  const { weights, optimizer, losses, samples } = data
  const { id, facts, evaluations, step, seconds, best, status } = run
  return {
    id,
    document,
    plan: compiled.plan,
    facts,
    losses,
    evaluations,
    ...(samples && { samples }),
    checkpoint: { step, seconds, weights, optimizer, ...(best && { best }) },
    reason: status === 'done' ? 'done' : 'stopped',
  }
}
