import type { NodeDefinition, Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphNode } from '../graph/document.ts'
import { formatValue, type ParamValue, sameValue } from '../graph/params.ts'
import { didYouMean } from '../graph/suggest.ts'
import { definitionOf } from '../graph/topology.ts'
import { edit, mapNodes, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'

/** New values of one node's parameters; `undefined` sets one back to its default. */
export interface ParamChange {
  readonly id: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Sets parameters of one layer. Values equal to the default are left out of the document. */
export function setParams(
  document: GraphDocument,
  registry: Registry,
  id: string,
  params: Readonly<Record<string, unknown>>,
  options: { readonly merge?: string; readonly label?: string } = {},
): Command | Refusal {
  const node = document.nodes.find(other => other.id === id)
  if (!node) return refuse(`There is no layer named ${id}.`)
  const changed = withParams(node, definitionOf(node, registry), params)
  if ('refused' in changed) return changed
  const after = mapNodes(document, other => (other === node ? changed.node : other))
  return edit(options.label ?? changed.label, document, after, options.merge)
}

/** Sets parameters of several layers in one step, as a fix does. */
export function applyChanges(
  document: GraphDocument,
  registry: Registry,
  changes: readonly ParamChange[],
  label: string,
): Command | Refusal {
  const changed = new Map<string, GraphNode>()
  for (const { id, params } of changes) {
    const node = changed.get(id) ?? document.nodes.find(other => other.id === id)
    if (!node) return refuse(`There is no layer named ${id}.`)
    const result = withParams(node, definitionOf(node, registry), params)
    if ('refused' in result) return result
    changed.set(id, result.node)
  }
  return edit(
    label,
    document,
    mapNodes(document, node => changed.get(node.id) ?? node),
  )
}

/** The node with these parameters, and what was done; the same node where nothing differs. */
function withParams(
  node: GraphNode,
  definition: NodeDefinition,
  given: Readonly<Record<string, unknown>>,
): { readonly node: GraphNode; readonly label: string } | Refusal {
  const parsed = parseParams(definition, given, node.id)
  if ('refused' in parsed) return parsed
  const params: Record<string, unknown> = {}
  let isChanged = false
  const words: string[] = []
  for (const [name, param] of Object.entries(definition.params)) {
    const stored = node.params[name] as ParamValue | undefined
    if (!Object.hasOwn(given, name)) {
      if (stored !== undefined) params[name] = stored
      continue
    }
    const wanted = Object.hasOwn(parsed.values, name) ? (parsed.values[name] as ParamValue) : param.default
    words.push(`${name} to ${formatValue(wanted)}`)
    if (!sameValue(stored === undefined ? param.default : stored, wanted)) isChanged = true
    if (!sameValue(wanted, param.default)) params[name] = wanted
  }
  return { node: isChanged ? { ...node, params } : node, label: `Set ${node.id} ${words.join(', ')}` }
}

/** The values in their normal form, those at their defaults left out; or which one is wrong, and what was expected. */
export function parseParams(
  definition: NodeDefinition,
  given: Readonly<Record<string, unknown>>,
  owner = definition.title,
): { readonly values: Readonly<Record<string, ParamValue>> } | Refusal {
  const values: Record<string, ParamValue> = {}
  for (const [name, value] of Object.entries(given)) {
    const param = Object.hasOwn(definition.params, name) ? definition.params[name] : undefined
    if (!param) {
      return refuse(
        `${definition.title} has no parameter ${name}${didYouMean(name, Object.keys(definition.params))}`,
      )
    }
    if (value === undefined) continue
    const parsed = param.parse(value)
    if ('expected' in parsed) {
      return refuse(`${name} of ${owner} must be ${parsed.expected}; ${JSON.stringify(value)} is not.`)
    }
    if (!sameValue(parsed.value, param.default)) values[name] = parsed.value
  }
  return { values }
}
