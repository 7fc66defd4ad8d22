import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { registry } from '../../nodes/index.ts'
import { templateNamed, templates } from '../../templates/index.ts'
import { compile } from '../compile/compile.ts'
import type { Plan } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { matchWeights } from '../formats/planWeights.ts'
import { readSafetensorsFile, type SafetensorsFile } from '../formats/safetensors.ts'
import type { GraphDocument } from '../graph/document.ts'
import { describeFault } from '../graph/fault.ts'
import { loadDocument } from '../graph/load.ts'
import { inferGraph } from '../infer/inference.ts'
import { InputError } from './command.ts'

/**
 * The document that FILE names: a template, or a file.
 * @throws InputError where there is no such file, or with a line for each of its faults.
 */
export function readDocument(file: string): GraphDocument {
  return parseDocument(templateNamed(file)?.text ?? readText(file), file)
}

/** The document in a text that came from this file. @throws InputError with a line for each of its faults. */
export function parseDocument(text: string, file: string): GraphDocument {
  const loaded = loadDocument(text, registry)
  if ('document' in loaded) return loaded.document
  const faults = loaded.faults.map(fault => `${file}: ${describeFault(fault)}`)
  const isPrinted = /^\s*[A-Z]\w*\(/.test(text)
  const hint = `${file}: Is it the text of print(model)? hourglass import ${file} --input CxHxW -o OUT makes a document of it.`
  throw new InputError([...faults, ...(isPrinted ? [hint] : [])].join('\n'))
}

/** The plan of a document. @throws InputError with a line for each of its problems. */
export function planOf(document: GraphDocument): Plan {
  const compiled = compile(inferGraph(document, registry))
  if ('plan' in compiled) return compiled.plan
  throw new InputError(compiled.problems.map(({ message }) => message).join('\n'))
}

/** The tensors of a safetensors file. @throws InputError where it is missing or wrong. */
export const readWeights = (path: string): Weights => readTensors(path).tensors

function readTensors(path: string): SafetensorsFile {
  try {
    return readSafetensorsFile(readBytes(path))
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${path}: ${(error as Error).message}`)
  }
}

/** The weights of a plan, with what is wrong with them and what was done to their names, a line for each. */
export interface PlanWeights {
  readonly weights: Weights
  readonly metadata: Readonly<Record<string, string>> | undefined
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

/** The weights of a plan from a safetensors file. @throws InputError where the file is missing or wrong. */
export function readPlanWeights(plan: Plan, path: string): PlanWeights {
  const { tensors, metadata } = readTensors(path)
  const { weights, faults, notes } = matchWeights(plan, tensors)
  const inFile = (lines: readonly string[]) => lines.map(line => `${path}: ${line}`)
  return { weights, metadata, faults: inFile(faults), notes: inFile(notes) }
}

/** The bytes of a file. @throws InputError where they cannot be read. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${reasonOf(error)}.`)
  }
}

function readText(file: string): string {
  if (!existsSync(file)) {
    const names = templates.map(({ name }) => name).join(', ')
    throw new InputError(`There is no file ${file}, and no template of this name; templates are ${names}.`)
  }
  return new TextDecoder().decode(readBytes(file))
}

/** Refuses to write where something is already. @throws InputError */
export function refuseToOverwrite(paths: readonly string[], force: boolean): void {
  const taken = paths.find(path => existsSync(path) && statSync(path).isDirectory())
  if (taken !== undefined) throw new InputError(`${taken} is a folder; name a file in it.`)
  const present = force ? undefined : paths.find(path => existsSync(path))
  if (present !== undefined) throw new InputError(`${present} exists; with --force it is overwritten.`)
}

/** Writes a file, and the folders on the way to it. @throws InputError where that is impossible. */
export function writeOutput(path: string, content: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${reasonOf(error)}.`)
  }
}

/** A failed file operation in a few words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'access is denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is no folder',
    EEXIST: 'a part of its path is no folder',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
  }
  return reasons[code ?? ''] ?? message
}
