import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import { readPrintedModel } from '../../src/formats/pytorch/printed.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import type { Shape } from '../../src/graph/shape.ts'

interface Golden {
  readonly input: Shape
  readonly layers: readonly { readonly name: string; readonly class: string; readonly out: Shape }[]
  readonly stateDict: Readonly<Record<string, Shape>>
}

const folder = join(import.meta.dirname, '../golden/printed')
/** A model as torch printed it, with its sizes and weights. */
export const golden = (n: number) => ({
  text: readFileSync(join(folder, `printed-${n}.txt`), 'utf8'),
  ...(JSON.parse(readFileSync(join(folder, `printed-${n}.json`), 'utf8')) as Golden),
})

/** What the reader makes of a text for an input of this size. */
export const read = (text: string, ...shape: number[]) => readPrintedModel(text, registry, shape)

/** The network of a text. @throws Error with its faults. */
export function documentOf(text: string, ...shape: number[]): GraphDocument {
  const result = read(text, ...shape)
  if ('document' in result) return result.document
  throw new Error(result.faults.map(({ line, message }) => `${line}: ${message}`).join('\n'))
}

/** The faults of a text, each with its line before it. */
export function faultsOf(text: string, ...shape: number[]): string[] {
  const result = read(text, ...shape)
  return 'faults' in result ? result.faults.map(({ line, message }) => `${line}: ${message}`) : []
}

/** What is said of a text, each with its line before it. */
export function notesOf(text: string, ...shape: number[]): string[] {
  const result = read(text, ...shape)
  return 'notes' in result ? result.notes.map(({ line, message }) => `${line}: ${message}`) : faultsOf(text)
}

/** The parameters of a text that is a single layer. */
export const paramsOf = (layer: string, ...shape: number[]) => documentOf(layer, ...shape).nodes[1]!.params
