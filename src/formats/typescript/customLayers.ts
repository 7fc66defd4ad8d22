/**
 * Layers that tfjs does not have, and kernels that one of its backends does not have, as the runtime's own source text:
 * the printed file carries the very code that the model in the page is built from.
 */
const sources = import.meta.glob<string>(
  ['../../runtime/layers/*.ts', '!**/index.ts', '../../runtime/kernels/conv2dBackpropFilter.ts'],
  { query: '?raw', import: 'default', eager: true },
)

const texts: ReadonlyMap<string, string> = new Map(
  Object.entries(sources).map(([path, text]) => [path.replace(/^.*\/|\.ts$/g, ''), text]),
)

/** What the gradient of a layer needs where tfjs lacks a kernel for it; its file registers what is missing. */
const kernels: Readonly<Record<string, string>> = {
  conv2d: 'conv2dBackpropFilter',
  conv2dTranspose: 'conv2dBackpropFilter',
  TorchConv2d: 'conv2dBackpropFilter',
  TorchConvTranspose2d: 'conv2dBackpropFilter',
}

const importStatement = /^import\s(?:[^'"]*?\sfrom\s*)?(['"])([^'"]+)\1;?\n/gm

/** The classes that a plan may name beside the factories of `tf.layers`. */
export const customLayers: readonly string[] = [...texts.keys()].filter(isCustomLayer)

/** True for a class of `src/runtime/layers`, false for a factory of `tf.layers`. */
export function isCustomLayer(layer: string): boolean {
  return /^[A-Z]/.test(layer)
}

/** Source text that is carried along, and what it declares at its outermost level. */
export interface Carried {
  readonly text: string
  readonly names: readonly string[]
}

/**
 * The source of those of these layers that are ours, and of the kernels that all of them train with, as one text without
 * imports. What several of them declare alike is kept once.
 * @throws Error where a layer does not exist, needs more than tfjs, or declares a name that another one uses otherwise.
 */
export function carryLayers(layers: Iterable<string>): Carried {
  const declared = new Map<string, string>()
  const kept: string[] = []
  const all = [...layers]
  const needed = all.flatMap(layer => kernels[layer] ?? [])
  for (const layer of new Set([...all.filter(isCustomLayer), ...needed])) {
    const text = texts.get(layer)
    if (text === undefined) throw new Error(`There is no ${layer} in src/runtime.`)
    for (const [, , from = ''] of text.matchAll(importStatement)) {
      if (from !== '@tensorflow/tfjs')
        throw new Error(`${layer} imports ${from}, which an export cannot carry.`)
    }
    for (const statement of statementsOf(text.replace(importStatement, ''))) {
      const name = declaration.exec(statement)?.[1]
      if (name !== undefined && declared.has(name)) {
        if (declared.get(name) === codeOf(statement)) continue
        throw new Error(`${layer} and another layer both declare ${name}, each in its own way.`)
      }
      if (name !== undefined) declared.set(name, codeOf(statement))
      kept.push(statement.replace(/^export (?=const|function)/m, ''))
    }
  }
  return { text: joined(kept), names: [...declared.keys()] }
}

const declaration =
  /^(?:export )?(?:declare )?(?:abstract )?(?:class|(?:async )?function\*?|const|let|type|interface) (\w+)/m

/** The statement without the comment before it. */
const codeOf = (statement: string): string =>
  statement.replace(/^(?:\/\*[\s\S]*?\*\/|\/\/.*)\s*/, '').trimEnd()

/** Source text cut before every statement at its outermost level, comments staying with what they precede. */
function statementsOf(text: string): string[] {
  const statements: string[] = []
  let isComment = false
  for (const line of text.split('\n')) {
    const startsComment = /^\/[*/]/.test(line)
    const starts = /^[A-Za-z]/.test(line) && !isComment
    if (statements.length === 0 || startsComment || starts) statements.push(line)
    else statements[statements.length - 1] += `\n${line}`
    if (/^ ?\*\/|^\/\/|^\/\*\*.*\*\/$/.test(line)) isComment = true
    else if (/^[A-Za-z]/.test(line)) isComment = false
  }
  return statements.filter(statement => statement.trim() !== '')
}

/** Statements below one another, as far apart as they were. */
const joined = (statements: readonly string[]): string =>
  statements
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
