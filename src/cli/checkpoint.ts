import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import type { Weights } from '../compile/weights.ts'
import { writeSafetensors } from '../formats/safetensors.ts'
import { defaultTraining, type GraphDocument, type TrainingSettings } from '../graph/document.ts'
import { saveDocument } from '../graph/save.ts'
import { trainingSchema } from '../graph/training.ts'
import { InputError } from './command.ts'
import { readBytes, readDocument, readWeights, reasonOf } from './files.ts'

/** Where a run stands, apart from its tensors. */
export interface RunState {
  readonly step: number
  readonly epoch: number
  readonly settings: TrainingSettings
  readonly trainLimit?: number
  readonly testLimit?: number
  readonly backend: string
  readonly stepper: string
}

/** A run as a folder: enough to go on exactly where it was left. */
export interface Checkpoint {
  readonly document: GraphDocument
  readonly weights: Weights
  readonly optimizer: Readonly<Record<string, Float32Array>>
  readonly state: RunState
}

const files = {
  document: 'model.json',
  weights: 'weights.safetensors',
  optimizer: 'optimizer.safetensors',
  state: 'state.json',
} as const

/** The files that saving into a folder writes. */
export const checkpointPaths = (folder: string): string[] =>
  Object.values(files).map(name => join(folder, name))

/** Writes a run into a folder. @throws InputError where that is impossible. */
export function writeCheckpoint(folder: string, { document, weights, optimizer, state }: Checkpoint): void {
  const tensors = Object.entries(optimizer).map(([name, values]) => [
    name,
    { shape: [values.length], values },
  ])
  const contents: Readonly<Record<string, string | Uint8Array>> = {
    [files.document]: saveDocument({ ...document, training: state.settings }, registry),
    [files.weights]: writeSafetensors(weights),
    [files.optimizer]: writeSafetensors(Object.fromEntries(tensors)),
    [files.state]: `${JSON.stringify({ format: 'hourglass-run', version: 1, ...state }, null, 2)}\n`,
  }
  const names = Object.keys(contents)
  try {
    mkdirSync(folder, { recursive: true })
    // All files first under other names, so that a full disk or a kill leaves the earlier ones as they were.
    for (const name of names) writeFileSync(join(folder, `${name}.new`), contents[name]!)
    for (const name of names) renameSync(join(folder, `${name}.new`), join(folder, name))
  } catch (error) {
    throw new InputError(`The run cannot be saved in ${folder}: ${reasonOf(error)}.`)
  }
}

/** Reads what `writeCheckpoint` wrote. @throws InputError naming the file at fault. */
export function readCheckpoint(folder: string): Checkpoint {
  const state = readState(join(folder, files.state))
  const optimizer = readWeights(join(folder, files.optimizer))
  if (optimizer.step?.values[0] !== state.step) {
    throw new InputError(
      `${folder}: ${files.optimizer} is of step ${optimizer.step?.values[0]}, ${files.state} of step ${state.step}.`,
    )
  }
  return {
    document: readDocument(join(folder, files.document)),
    weights: readWeights(join(folder, files.weights)),
    optimizer: Object.fromEntries(Object.entries(optimizer).map(([name, { values }]) => [name, values])),
    state,
  }
}

function readState(path: string): RunState {
  const refuse = (fault: string): never => {
    throw new InputError(`${path}: ${fault}.`)
  }
  let value: Record<string, unknown>
  try {
    value = JSON.parse(new TextDecoder().decode(readBytes(path)))
  } catch (error) {
    if (error instanceof InputError) throw error
    return refuse('this is not JSON')
  }
  if (value?.format !== 'hourglass-run' || value.version !== 1) {
    return refuse('this is not the state of a run of version 1')
  }
  const count = (name: string): number => {
    const given = value[name]
    return Number.isSafeInteger(given) && (given as number) >= 0
      ? (given as number)
      : refuse(`${name} must be a whole number of at least 0; got ${JSON.stringify(given)}`)
  }
  const limit = (name: 'trainLimit' | 'testLimit') =>
    value[name] === undefined ? {} : { [name]: count(name) }
  const given = (value.settings ?? {}) as Record<string, unknown>
  const named = Object.entries(trainingSchema).filter(
    ([name]) => name in defaultTraining || given[name] !== undefined,
  )
  const settings = named.map(([name, param]) => {
    const parsed = param.parse(given[name])
    return 'value' in parsed
      ? [name, parsed.value]
      : refuse(`settings.${name}: expected ${parsed.expected}; got ${JSON.stringify(given[name])}`)
  })
  return {
    step: count('step'),
    epoch: count('epoch'),
    settings: Object.fromEntries(settings) as TrainingSettings,
    ...limit('trainLimit'),
    ...limit('testLimit'),
    backend: String(value.backend),
    stepper: String(value.stepper),
  }
}
