import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { registry } from '../../nodes/index.ts'
import type { Weights } from '../compile/weights.ts'
import { curveCsv, readCurveCsv } from '../formats/curvesCsv.ts'
import { type RunState, readOptimizer, readRunState, runFileNames, runFiles } from '../formats/runFiles.ts'
import { type RunStory, readStory, runFileOf } from '../formats/runStory.ts'
import { readSafetensors } from '../formats/safetensors.ts'
import type { GraphDocument } from '../graph/document.ts'
import { saveDocument } from '../graph/save.ts'
import { InputError } from './command.ts'
import { parseDocument, readBytes, reasonOf } from './files.ts'

/** A run as a folder: enough to go on exactly where it was left. */
export interface SavedRun {
  readonly document: GraphDocument
  readonly weights: Weights
  readonly optimizer: Readonly<Record<string, Float32Array>>
  readonly state: RunState
  /** What became of it so far, with the loss of each step; absent in runs of earlier versions. */
  readonly past?: { readonly story: RunStory; readonly losses: ArrayLike<number> }
}

/** What the state was called before the page kept runs as well. */
const formerState = 'state.json'

/** The files that saving into a folder writes. */
export const runPaths = (folder: string): string[] => {
  const { document, weights, optimizer, state } = runFileNames
  return [document, weights, optimizer, state].map(name => join(folder, name))
}

/** Writes a run into a folder. @throws InputError where that is impossible. */
export function writeRun(folder: string, { document, state, past, ...tensors }: SavedRun): void {
  const text = saveDocument({ ...document, training: state.settings }, registry)
  const contents = runFiles({
    ...{ document: text, state, ...tensors },
    ...(past && {
      more: { ...past.story },
      ...(past.story.facts.scale && { scale: past.story.facts.scale }),
      curves: curveCsv({ run: past.story, losses: past.losses }),
    }),
  })
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

/**
 * Reads what `writeRun` wrote, or what the page has packed: a folder, or the zip of one.
 * @throws InputError naming the file at fault.
 */
export function readRun(place: string): SavedRun {
  const fileOf = statSync(place, { throwIfNoEntry: false })?.isFile() ? unpack(place) : inFolder(place)
  const read = <T>(name: string, parse: (bytes: Uint8Array, path: string) => T): T => {
    const { path, bytes } = fileOf(name)
    try {
      return parse(bytes, path)
    } catch (error) {
      if (error instanceof InputError) throw error
      throw new InputError(`${path}: ${(error as Error).message.replace(/\.$/, '')}.`)
    }
  }
  const { state, more } = read(runFileNames.state, readRunState)
  const story = read(runFileNames.state, () => readStory(more))
  const losses = story && read(runFileNames.curves, bytes => readCurveCsv(textOf(bytes)))
  return {
    optimizer: read(runFileNames.optimizer, bytes => readOptimizer(bytes, state.step)),
    document: read(runFileNames.document, (bytes, path) => parseDocument(textOf(bytes), path)),
    weights: read(runFileNames.weights, readSafetensors),
    state,
    ...(story && losses && { past: { story, losses } }),
  }
}

/** Finds a file of a run by its name; `path` is what messages call it. */
type FileOf = (name: string) => { readonly path: string; readonly bytes: Uint8Array }

function inFolder(folder: string): FileOf {
  const isFormer = !existsSync(join(folder, runFileNames.state)) && existsSync(join(folder, formerState))
  return name => {
    const path = join(folder, isFormer && name === runFileNames.state ? formerState : name)
    return { path, bytes: readBytes(path) }
  }
}

function unpack(zip: string): FileOf {
  const archive = readBytes(zip)
  let files: Readonly<Record<string, Uint8Array>>
  try {
    files = unzipSync(archive, { filter: ({ name }) => runFileOf(name) !== undefined })
  } catch {
    throw new InputError(`${zip} is no folder and no zip archive, or it is damaged.`)
  }
  return name => {
    const found = Object.entries(files).find(([path]) => runFileOf(path) === name)
    if (!found) throw new InputError(`${zip} is not the zip of a run: ${name} is missing.`)
    return { path: `${name} in ${zip}`, bytes: found[1] }
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
