/** The text of PyTorch's `print(model)`, made from the definitions: what the reader of printed text is held against. */

import { keywordsOf, shownValue } from '../../src/formats/pytorch/keywords.ts'
import type { NodeDefinition } from '../../src/graph/definition.ts'
import { asPair, fillParams, type PairValue, type ParamValue, sameValue } from '../../src/graph/params.ts'
import type { Shape } from '../../src/graph/shape.ts'

/** A layer with its place in the module: `encoder.0`. */
export interface PrintableLayer {
  readonly path: string
  readonly definition: NodeDefinition
  readonly params: Readonly<Record<string, unknown>>
  /** The size of what arrives, channels first. */
  readonly arriving: Shape
}

/**
 * A model as torch 2 prints it, its class called `name`. Containers within are written as Sequential: a document does not
 * hold their classes.
 * @throws Error where a layer stands in the place of a container.
 */
export function printModel(name: string, layers: readonly PrintableLayer[]): string {
  const root: Branch = new Map()
  for (const layer of layers) {
    const keys = layer.path.split('.')
    let branch = root
    for (const key of keys.slice(0, -1)) {
      const next = branch.get(key) ?? new Map<string, Branch | PrintableLayer>()
      if (!(next instanceof Map)) throw new Error(`${layer.path} lies inside of a layer.`)
      branch.set(key, next)
      branch = next
    }
    if (branch.has(keys.at(-1)!)) throw new Error(`There are two modules ${layer.path}.`)
    branch.set(keys.at(-1)!, layer)
  }
  return printBranch(name, root, '')
}

type Branch = Map<string, Branch | PrintableLayer>

function printBranch(name: string, branch: Branch, indent: string): string {
  const lines = [...branch].map(([key, child]) => {
    const text = child instanceof Map ? printBranch('Sequential', child, `${indent}  `) : printLayer(child)
    return `${indent}  (${key}): ${text}\n`
  })
  return lines.length === 0 ? `${name}()` : `${name}(\n${lines.join('')}${indent})`
}

/** One layer on a line: `Conv2d(1, 32, kernel_size=(5, 5), stride=(1, 1))`. Without `inplace`, which is no parameter here. */
export function printLayer({ definition, params, arriving }: Omit<PrintableLayer, 'path'>): string {
  const form = definition.printed ?? {}
  const values = fillParams(definition.params, params)
  const { positional = [], brief = [], repeating = {}, isFormatted = false } = form
  const sides = Object.entries(form.arriving ?? {})
  const printed = new Map<string, string>(
    sides.map(([keyword, axis]) => [keyword, String(arriving.at(axis) ?? 0)]),
  )
  const unprinted = form.unprinted?.(values) ?? {}
  const schema = keywordsOf(definition)
  for (const [keyword, { name, param }] of schema) {
    const own: ParamValue = values[name]!
    const other = repeating[keyword]
    const value = own === null && other !== undefined ? values[schema.get(other)!.name]! : own
    const isLeftOut = brief.includes(keyword) && sameValue(value, param.default)
    if (isLeftOut || Object.hasOwn(unprinted, keyword)) continue
    const { kind } = param.control
    const isReal = kind === 'number' || (kind === 'pair' && param.control.isReal === true)
    const whole = isFormatted ? asTuple(value, kind) : value
    printed.set(keyword, shownValue(whole, isReal, isFormatted ? '' : "'"))
  }
  const first = positional.map(keyword => printed.get(keyword) ?? '')
  const named = [...printed].flatMap(([keyword, text]) =>
    positional.includes(keyword) ? [] : [`${keyword}=${text}`],
  )
  return `${definition.type}(${[...first, ...named].join(', ')})`
}

/** A number for several axes with one item for each. */
function asTuple(value: ParamValue, kind: string): ParamValue {
  if (typeof value !== 'number') return value
  if (kind === 'pair') return asPair(value as PairValue)
  return kind === 'sizes' ? [value, value, value, value] : value
}
