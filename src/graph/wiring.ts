import { kindsOf, type Port, type Registry, takes } from './definition.ts'
import type { GraphEdge, GraphNode } from './document.ts'
import { type Fault, pathText } from './fault.ts'
import { nearest } from './suggest.ts'

/** A wire as a file has it: id and handles may be missing. */
export interface FileEdge {
  readonly id?: string | undefined
  readonly source: string
  readonly sourceHandle?: string | undefined
  readonly target: string
  readonly targetHandle?: string | undefined
}

/** The wires with ids and handles written out. What is wrong with them goes to `faults`. */
export function readWires(
  nodes: readonly Pick<GraphNode, 'id' | 'type'>[],
  edges: readonly (FileEdge | undefined)[],
  registry: Registry,
  faults: Fault[],
): readonly GraphEdge[] {
  const types = new Map(nodes.map(node => [node.id, node.type]))
  const ids = new Set(edges.flatMap(edge => (edge?.id === undefined ? [] : [edge.id])))
  const seenIds = new Set<string>()
  const wires = new Set<string>()
  const takenPorts = new Map<string, string>()
  const result: GraphEdge[] = []
  let number = 0
  edges.forEach((edge, i) => {
    if (!edge) return
    const say = (key: string | undefined, message: string) =>
      faults.push({ path: pathText(key === undefined ? ['edges', i] : ['edges', i, key]), message })
    if (edge.id !== undefined) {
      if (seenIds.has(edge.id)) say('id', `another wire has the id ${edge.id}`)
      seenIds.add(edge.id)
    }
    const portOf = (end: 'source' | 'target', side: 'outputs' | 'inputs'): Port | undefined => {
      const id = edge[end]
      const type = types.get(id)
      if (type === undefined) {
        const near = nearest(id, [...types.keys()].slice(0, 1000))
        say(
          end,
          `there is no node ${JSON.stringify(id)}${near === undefined ? '' : `; did you mean ${near}?`}`,
        )
        return undefined
      }
      const definition = registry.get(type)
      if (!definition) return undefined
      const ports = definition[side]
      const handle = edge[`${end}Handle`]
      const port = handle === undefined ? ports[0] : ports.find(other => other.name === handle)
      if (!port) {
        const word = side === 'outputs' ? 'output' : 'input'
        const known = ports.map(other => other.name).join(', ')
        say(
          `${end}Handle`,
          known === ''
            ? `${type} has no ${word}`
            : `${type} has no ${word} ${JSON.stringify(handle)}, only ${known}`,
        )
      }
      return port
    }
    const output = portOf('source', 'outputs')
    const input = portOf('target', 'inputs')
    if (!output || !input) return
    const { source, target } = edge
    const wire = JSON.stringify([source, output.name, target, input.name])
    const port = JSON.stringify([target, input.name])
    const present = takenPorts.get(port)
    if (source === target) say(undefined, `${source} is wired to itself`)
    else if (wires.has(wire)) say(undefined, `${source} is wired to ${target} already`)
    else if (!takes(input, output)) {
      say(
        undefined,
        `${output.name} of ${source} gives a ${output.kind}, ${input.name} of ${target} takes a ${kindsOf(input)}`,
      )
    } else if (present !== undefined && !input.multiple) {
      say(undefined, `${input.name} of ${target} takes one wire, and ${present} is wired to it already`)
    }
    wires.add(wire)
    if (present === undefined) takenPorts.set(port, source)
    let id = edge.id
    while (id === undefined) {
      number++
      if (!ids.has(`e${number}`)) id = `e${number}`
    }
    result.push({ id, source, sourceHandle: output.name, target, targetHandle: input.name })
  })
  if (faults.length === 0) faults.push(...cycleFault(result))
  return result
}

/** The first cycle that the wires make, if any. */
function cycleFault(edges: readonly GraphEdge[]): readonly Fault[] {
  const next = new Map<string, GraphEdge[]>()
  const missing = new Map<string, number>()
  for (const edge of edges) {
    const list = next.get(edge.source)
    if (list) list.push(edge)
    else next.set(edge.source, [edge])
    missing.set(edge.target, (missing.get(edge.target) ?? 0) + 1)
  }
  const free = [...next.keys()].filter(id => !missing.has(id))
  for (let i = 0; i < free.length; i++) {
    for (const { target } of next.get(free[i]!) ?? []) {
      const left = missing.get(target)! - 1
      missing.set(target, left)
      if (left === 0) free.push(target)
    }
  }
  // What is left hangs on a cycle, so that walking backwards must come round.
  const back = new Map<string, GraphEdge>()
  for (const edge of edges) {
    if ((missing.get(edge.source) ?? 0) > 0 && (missing.get(edge.target) ?? 0) > 0)
      back.set(edge.target, edge)
  }
  const [start] = back.keys()
  if (start === undefined) return []
  const trail: string[] = []
  const seen = new Map<string, number>()
  let at = start
  while (!seen.has(at)) {
    seen.set(at, trail.length)
    trail.push(at)
    at = back.get(at)!.source
  }
  const cycle = trail.slice(seen.get(at)).reverse()
  const last = cycle.at(-1)!
  const closing = back.get(cycle[0]!)!
  const index = edges.indexOf(closing)
  const names = cycle.length > 7 ? [...cycle.slice(0, 3), '…', ...cycle.slice(-3)] : cycle
  const message = `this wire makes a cycle: ${[...names, cycle[0]].join(' → ')}`
  return closing.source === last ? [{ path: `edges[${index}]`, message }] : []
}
