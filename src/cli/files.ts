import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { registry } from '../../nodes/index.ts'
import { templateNamed, templates } from '../../templates/index.ts'
import { compile } from '../compile/compile.ts'
import type { Plan } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { isCounter, readSafetensors } from '../formats/safetensors.ts'
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
  throw new InputError(loaded.faults.map(fault => `${file}: ${describeFault(fault)}`).join('\n'))
}

/** The plan of a document. @throws InputError with a line for each of its problems. */
export function planOf(document: GraphDocument): Plan {
  const compiled = compile(inferGraph(document, registry))
  if ('plan' in compiled) return compiled.plan
  throw new InputError(compiled.problems.map(({ message }) => message).join('\n'))
}

/** The tensors of a safetensors file. @throws InputError where it is missing or wrong. */
export function readWeights(path: string): Weights {
  try {
    return readSafetensors(readBytes(path))
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${path}: ${(error as Error).message}`)
  }
}

/**
 * The weights of a plan from a safetensors file. Counters of batches may be missing, as torch allows: they change no
 * number outside training, and start at 0. `faults` has a line for each weight that does not fit.
 */
export async function readPlanWeights(
  plan: Plan,
  path: string,
): Promise<{ readonly weights: Weights; readonly faults: readonly string[] }> {
  const { weightFaults } = await import('../runtime/weights.ts')
  const given = withPath(plan, readWeights(path))
  const counters = plan.weights.filter(({ name }) => isCounter(name) && !Object.hasOwn(given, name))
  const weights = {
    ...given,
    ...Object.fromEntries(counters.map(({ name }) => [name, { shape: [], values: new Float32Array(1) }])),
  }
  return { weights, faults: weightFaults(plan, weights).map(fault => `${path}: ${fault}`) }
}

/** torch names the weights of a model that is a single layer without a path: `weight`, not `linear1.weight`. */
function withPath({ weights }: Plan, given: Weights): Weights {
  const [path, ...others] = new Set(weights.map(({ name }) => name.slice(0, name.lastIndexOf('.') + 1)))
  const isBare = Object.keys(given).every(name => !name.includes('.'))
  if (path === undefined || others.length > 0 || !isBare) return given
  return Object.fromEntries(Object.entries(given).map(([name, tensor]) => [`${path}${name}`, tensor]))
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
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
  }
  return reasons[code ?? ''] ?? message
}
