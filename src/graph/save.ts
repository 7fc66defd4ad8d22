import type { Registry } from './definition.ts'
import type { GraphDocument } from './document.ts'
import { shortTraining } from './training.ts'

/** The document as text that `loadDocument` reads back: one node, wire and group a line, so that a person can compare two of them. */
export function saveDocument(document: GraphDocument, registry: Registry): string {
  const { format, version, name, nodes, edges, groups, training } = document
  const lines = [
    `"format": ${JSON.stringify(format)}`,
    `"version": ${version}`,
    `"name": ${JSON.stringify(name)}`,
    `"nodes": ${list(nodes.map(node => ordered({ ...node, version: raised(registry, node.type) }, nodeKeys)))}`,
    `"edges": ${list(edges.map(edge => ordered(edge, edgeKeys)))}`,
    `"groups": ${list(groups.map(group => ordered(group, ['id', 'name'])))}`,
    `"training": ${inline(shortTraining(training))}`,
  ]
  return `{\n${lines.map(line => `  ${line}`).join(',\n')}\n}\n`
}

const nodeKeys = ['id', 'type', 'version', 'params', 'position', 'group', 'module', 'equalStart']
const edgeKeys = ['id', 'source', 'sourceHandle', 'target', 'targetHandle']

/** The version of a layer's parameters where it is not the first, which goes without saying. */
function raised(registry: Registry, type: string): number | undefined {
  const version = registry.get(type)?.version
  return version === 1 ? undefined : version
}

const ordered = (item: object, keys: readonly string[]): Readonly<Record<string, unknown>> => {
  const values: Readonly<Record<string, unknown>> = { ...item }
  return Object.fromEntries(keys.flatMap(key => (values[key] === undefined ? [] : [[key, values[key]]])))
}

const list = (items: readonly unknown[]): string =>
  items.length === 0 ? '[]' : `[\n${items.map(item => `    ${inline(item)}`).join(',\n')}\n  ]`

/** JSON on one line, with a space behind each colon and comma. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}
