/** A run as one zip: the files that the command line writes into a folder, the curves beside them. */
import { unzip, type Zippable, zip } from 'fflate'
import { registry } from '../../../nodes/index.ts'
import { compile } from '../../compile/compile.ts'
import { curveCsv, readCurveCsv } from '../../formats/curvesCsv.ts'
import { type RunState, readOptimizer, readRunState, runFileNames, runFiles } from '../../formats/runFiles.ts'
import { type RunStory, readStory, runFileOf } from '../../formats/runStory.ts'
import { readSafetensors } from '../../formats/safetensors.ts'
import { loadDocument } from '../../graph/load.ts'
import { inferGraph } from '../../infer/inference.ts'
import { newDocumentId } from '../saving/ownership.ts'
import { formatCount, plural } from '../ui/numbers.ts'
import { documentOf } from './openRun.ts'
import type { RunData, RunSummary } from './runRecord.ts'

/** The bytes of the zip of a run. Weights hardly shrink, so they are stored as they are. */
export function zipRun(run: RunSummary, data: RunData): Promise<Uint8Array<ArrayBuffer>> {
  const { step, facts, name, status, failure, notes, seconds, startedAt, savedAt, evaluations, best } = run
  const files = runFiles({
    document: run.document,
    weights: data.weights,
    optimizer: data.optimizer,
    state: {
      step,
      epoch: Math.max(1, Math.ceil(step / facts.stepsPerEpoch)),
      settings: documentOf(run).training,
      backend: facts.backend,
      stepper: facts.stepper,
      ...(best && { best }),
      ...{ trainLimit: facts.trainImages, testLimit: facts.testImages },
    },
    more: {
      ...{ name, status, ...(failure !== undefined && { failure }), notes, seconds, startedAt, savedAt },
      ...{ facts, evaluations },
    },
    curves: curveCsv({ run, losses: data.losses }),
    ...(facts.scale && { scale: facts.scale }),
  })
  const packed: Zippable = {}
  for (const [file, bytes] of Object.entries(files)) {
    packed[file] = [bytes, { level: file.endsWith('.safetensors') ? 0 : 6 }]
  }
  return new Promise((resolve, reject) =>
    zip(packed, (error, bytes) => (error ? reject(error) : resolve(bytes as Uint8Array<ArrayBuffer>))),
  )
}

/** More than this in one file of a zip is no run that a page could hold. */
const mostBytes = 1_000_000_000

/**
 * The run in a zip, under an id of its own.
 * @throws Error naming the file at fault, what was expected and what came.
 */
export async function unzipRun(bytes: Uint8Array): Promise<{ run: RunSummary; data: RunData }> {
  const files = await unpack(bytes)
  const read = <T>(name: string, parse: (bytes: Uint8Array) => T): T => {
    const content = files[name]
    if (!content) {
      const names = Object.keys(files)
      throw new Error(
        `${name} is missing; it holds ${names.length > 0 ? names.join(', ') : 'none of the files of a run'}.`,
      )
    }
    try {
      return parse(content)
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message.replace(/\.$/, '')}.`)
    }
  }
  const { state, more } = read(runFileNames.state, readRunState)
  const told = read(runFileNames.state, () => readStory(more))
  if (!told) {
    throw new Error(
      `${runFileNames.state} tells no curve and no tests: the command line goes on with it by --resume.`,
    )
  }
  if (state.data !== undefined) {
    throw new Error(
      `it was trained on ${state.data}, which is not in it: the command line goes on with it by --resume and --data.`,
    )
  }
  const document = read(runFileNames.document, content => new TextDecoder().decode(content))
  const plan = read(runFileNames.document, () => planOf(document))
  const weights = read(runFileNames.weights, readSafetensors)
  for (const { name, shape } of plan.weights) {
    if (weights[name]?.shape.join() !== shape.join()) {
      throw new Error(
        `${runFileNames.weights}: ${name} of ${shape.join('×') || 'one value'} is expected; got ${weights[name]?.shape.join('×') ?? 'nothing'}.`,
      )
    }
  }
  const optimizer = read(runFileNames.optimizer, content => readOptimizer(content, state.step))
  const losses = read(runFileNames.curves, content => readCurveCsv(new TextDecoder().decode(content)))
  const { step, best } = state
  const parameters = plan.nodes.reduce((sum, node) => sum + node.parameters, 0)
  const run: RunSummary = {
    ...told,
    ...standingHere(told, state),
    ...{ id: newDocumentId(), document, network: plan.name, parameters, step },
    ...(best && { best }),
  }
  return { run, data: { weights, optimizer, losses } }
}

/** How a run stands where it was not trained: nobody goes on with it, and its settings may say more epochs than it was told to take. */
function standingHere(
  { status, facts, notes }: RunStory,
  { step, settings: { epochs } }: RunState,
): Pick<RunSummary, 'status' | 'facts' | 'notes'> {
  const totalSteps = epochs * facts.stepsPerEpoch
  if (status !== 'done' || step < facts.totalSteps || step >= totalSteps) {
    return { status: status === 'running' || status === 'paused' ? 'stopped' : status, facts, notes }
  }
  const note = `It was told to end at step ${formatCount(step)}; the ${plural(epochs, 'epoch')} of its settings are ${formatCount(totalSteps)} steps.`
  return { status: 'stopped', facts: { ...facts, totalSteps }, notes: [...notes, note] }
}

function unpack(bytes: Uint8Array): Promise<Readonly<Record<string, Uint8Array>>> {
  return new Promise((resolve, reject) =>
    unzip(
      bytes,
      { filter: ({ name, originalSize }) => runFileOf(name) !== undefined && originalSize < mostBytes },
      (error, files) => {
        if (error) return reject(new Error('this is not a zip archive, or it is damaged.'))
        resolve(Object.fromEntries(Object.entries(files).map(([name, file]) => [runFileOf(name), file])))
      },
    ),
  )
}

function planOf(text: string) {
  const loaded = loadDocument(text, registry)
  if ('faults' in loaded) throw new Error(loaded.faults[0]?.message ?? 'it cannot be read')
  const compiled = compile(inferGraph(loaded.document, registry))
  if ('problems' in compiled) throw new Error(compiled.problems[0]?.message ?? 'it has a problem')
  return compiled.plan
}
