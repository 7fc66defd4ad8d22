import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import type { Weights } from '../compile/weights.ts'
import { type RunState, readOptimizer, readRunState, runFileNames, runFiles } from '../formats/runFiles.ts'
import type { GraphDocument } from '../graph/document.ts'
import { saveDocument } from '../graph/save.ts'
import { InputError } from './command.ts'
import { readBytes, readDocument, readWeights, reasonOf } from './files.ts'

/** A run as a folder: enough to go on exactly where it was left. */
export interface SavedRun {
  readonly document: GraphDocument
  readonly weights: Weights
  readonly optimizer: Readonly<Record<string, Float32Array>>
  readonly state: RunState
}

/** What the state was called before the page kept runs as well. */
const formerState = 'state.json'

/** The files that saving into a folder writes. */
export const runPaths = (folder: string): string[] => {
  const { document, weights, optimizer, state } = runFileNames
  return [document, weights, optimizer, state].map(name => join(folder, name))
}

/** Writes a run into a folder. @throws InputError where that is impossible. */
export function writeRun(folder: string, { document, state, ...tensors }: SavedRun): void {
  const text = saveDocument({ ...document, training: state.settings }, registry)
  const contents = runFiles({ document: text, state, ...tensors })
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

/** Reads what `writeRun` wrote, or what the page has packed. @throws InputError naming the file at fault. */
export function readRun(folder: string): SavedRun {
  const path = (name: string) => join(folder, name)
  const isFormer = !existsSync(path(runFileNames.state)) && existsSync(path(formerState))
  const { state } = read(path(isFormer ? formerState : runFileNames.state), readRunState)
  return {
    optimizer: read(path(runFileNames.optimizer), bytes => readOptimizer(bytes, state.step)),
    document: readDocument(path(runFileNames.document)),
    weights: readWeights(path(runFileNames.weights)),
    state,
  }
}

function read<T>(path: string, parse: (bytes: Uint8Array) => T): T {
  const bytes = readBytes(path)
  try {
    return parse(bytes)
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message.replace(/\.$/, '')}.`)
  }
}
