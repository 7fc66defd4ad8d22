import type { NodeDefinition, Registry } from './definition.ts'
import { defaultTraining, type GraphDocument, type GraphNode, type TrainingSettings } from './document.ts'
import { type Fault, pathText, quote } from './fault.ts'
import {
  edgeSchema,
  fileSchema,
  groupSchema,
  isPolluted,
  limits,
  nodeSchema,
  read,
  unknownKey,
} from './fileSchema.ts'
import { jsonFault } from './jsonFault.ts'
import { withPositions } from './layout.ts'
import type { ParamSchema } from './params.ts'
import { nearest } from './suggest.ts'
import { shortTraining, trainingConflict, trainingSchema } from './training.ts'
import { readWires } from './wiring.ts'

/** The newest version of the document that this program reads. */
const newest = 1

/** More faults than these are counted, not listed. */
const mostFaults = 100

/** What reading a file leads to: the document, or everything that is wrong with the file. */
export type Loaded = { readonly document: GraphDocument } | { readonly faults: readonly Fault[] }

/**
 * Reads a saved document. Whatever the text is, the answer is a valid document or a list of faults with their places;
 * what may be missing (positions, groups, training, ids and handles of wires) is filled in.
 */
export function loadDocument(text: string, registry: Registry): Loaded {
  if (text.length > limits.characters) {
    const size = (text.length / 1e6).toFixed(1)
    return fail([
      { path: '', message: `The file has ${size} million characters; at most 5 million are read.` },
    ])
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return fail([jsonFault(text.replace(/^\uFEFF/, ''))])
  }
  return readDocument(value, registry)
}

/** Reads a document from a value such as `JSON.parse` gives. */
export function readDocument(value: unknown, registry: Registry): Loaded {
  const faults: Fault[] = []
  const file = read(fileSchema, value, [], faults)
  const version = fieldOf(value, 'version')
  if (typeof version === 'number' && version !== newest && Number.isInteger(version)) {
    const message =
      version > newest
        ? `the file has version ${version} and was made by a newer Hourglass; this one reads version ${newest}`
        : `expected ${newest}; got ${version}`
    // The rest of a file of another version would only seem to be wrong.
    return fail([{ path: 'version', message }])
  }
  const groups = listOf(value, 'groups', limits.groups).map((item, i) =>
    read(groupSchema, item, ['groups', i], faults),
  )
  sayRepeated(groups, 'groups', 'group', faults)
  const groupIds = new Set(groups.map(group => group?.id))
  const nodes = listOf(value, 'nodes', limits.nodes).map((item, i) =>
    readNode(item, i, registry, groupIds, faults),
  )
  sayRepeated(nodes, 'nodes', 'node', faults)
  const edges = listOf(value, 'edges', limits.edges).map((item, i) =>
    read(edgeSchema, item, ['edges', i], faults),
  )
  const wires = readWires(
    nodes.flatMap(node => (node ? [node] : [])),
    // A wire to a node that could not be read is not a fault of its own.
    nodes.every(node => node !== undefined) ? edges : [],
    registry,
    faults,
  )
  const training = readTraining(fieldOf(value, 'training'), faults)
  if (faults.length > 0 || !file) return fail(faults)
  const found = nodes.flatMap(node => (node ? [node] : []))
  return {
    document: {
      format: 'hourglass',
      version: newest,
      name: file.name,
      nodes: withPositions(found, wires, registry),
      edges: wires,
      groups: groups.flatMap(group => (group ? [group] : [])),
      training,
    },
  }
}

const fail = (faults: readonly Fault[]): Loaded => ({
  faults:
    faults.length <= mostFaults
      ? faults
      : [
          ...faults.slice(0, mostFaults),
          { path: '', message: `${faults.length - mostFaults} more faults are not listed.` },
        ],
})

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldOf = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

const listOf = (value: unknown, key: string, most: number): readonly unknown[] => {
  const list = fieldOf(value, key)
  return Array.isArray(list) && list.length <= most ? list : []
}

function sayRepeated(
  items: readonly ({ readonly id: string } | undefined)[],
  key: string,
  word: string,
  faults: Fault[],
) {
  const seen = new Set<string>()
  items.forEach((item, i) => {
    if (!item) return
    if (seen.has(item.id)) {
      faults.push({ path: `${key}[${i}].id`, message: `another ${word} has the id ${quote(item.id)}` })
    }
    seen.add(item.id)
  })
}

type FileNode = Omit<GraphNode, 'position'> & Partial<Pick<GraphNode, 'position'>>

function readNode(
  value: unknown,
  index: number,
  registry: Registry,
  groups: ReadonlySet<string | undefined>,
  faults: Fault[],
): FileNode | undefined {
  const path = ['nodes', index]
  const node = read(nodeSchema, value, path, faults)
  const type = fieldOf(value, 'type')
  const definition = typeof type === 'string' ? registry.get(type) : undefined
  if (typeof type === 'string' && !definition) {
    const near = nearest(type, [...registry.keys()])
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    faults.push({ path: pathText([...path, 'type']), message: `${quote(type)} is not a layer type${hint}` })
  }
  const group = fieldOf(value, 'group')
  if (typeof group === 'string' && !groups.has(group)) {
    faults.push({ path: pathText([...path, 'group']), message: `there is no group ${quote(group)}` })
  }
  if (!definition) return undefined
  const params = readParams(value, definition, path, faults)
  if (!node) return undefined
  return {
    id: node.id,
    type: node.type,
    params,
    ...(node.position === undefined ? {} : { position: node.position }),
    ...(node.group === undefined ? {} : { group: node.group }),
    ...(node.module === undefined ? {} : { module: node.module }),
    ...(node.equalStart === undefined ? {} : { equalStart: node.equalStart }),
  }
}

/** Parameters as the newest version of the layer has them. */
function readParams(
  node: unknown,
  definition: NodeDefinition,
  path: readonly PropertyKey[],
  faults: Fault[],
): Readonly<Record<string, unknown>> {
  const given = fieldOf(node, 'params') ?? {}
  if (!isObject(given)) return {}
  const version = fieldOf(node, 'version') ?? 1
  if (typeof version === 'number' && version > definition.version) {
    const message = `this ${definition.type} was made by a newer Hourglass; this one reads version ${definition.version}`
    faults.push({ path: pathText([...path, 'version']), message })
    return {}
  }
  const isOlder = typeof version === 'number' && version < definition.version
  const params = isOlder && definition.migrate ? migrated(definition, given, version) : given
  if (params === undefined) {
    const message = `the parameters of this ${definition.type} of version ${version} cannot be read`
    faults.push({ path: pathText([...path, 'params']), message })
    return {}
  }
  return readSchema(definition.params, params, [...path, 'params'], faults)
}

/** A migration sees values that nothing has checked yet; one that stumbles over them says that they are wrong. */
function migrated(definition: NodeDefinition, given: Readonly<Record<string, unknown>>, from: number) {
  try {
    return definition.migrate?.(given, from)
  } catch {
    return undefined
  }
}

function readSchema(
  schema: ParamSchema,
  given: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  faults: Fault[],
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  if (isPolluted(given)) faults.push(unknownKey(path, '__proto__', []))
  for (const [name, value] of Object.entries(given)) {
    if (name === '__proto__') continue
    if (!Object.hasOwn(schema, name)) {
      faults.push(unknownKey(path, name, Object.keys(schema)))
      continue
    }
    const parsed = schema[name]!.parse(value)
    if ('expected' in parsed) {
      const message = `expected ${parsed.expected}; got ${quote(value)}`
      faults.push({ path: pathText([...path, name]), message })
    } else {
      values[name] = parsed.value
    }
  }
  return values
}

function readTraining(value: unknown, faults: Fault[]): TrainingSettings {
  if (!isObject(value)) return defaultTraining
  const training = { ...defaultTraining, ...readSchema(trainingSchema, value, ['training'], faults) }
  const conflict = trainingConflict(training)
  if (conflict) faults.push({ path: pathText(['training', conflict.name]), message: conflict.message })
  return shortTraining(training)
}
