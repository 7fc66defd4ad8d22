/**
 * Automatic layout, top to bottom. Activations sit on the wire below the layer before them, so a layer and its
 * activations are one unit. A chain of units is a column; branches stand side by side; parts of the graph that do not
 * hang together get columns of their own.
 */
import type { Registry } from './definition.ts'
import type { GraphDocument, GraphNode, Position } from './document.ts'
import { geometry, isPill, stepBelow, stepBetween } from './geometry.ts'
import { type Topology, topologyOf } from './topology.ts'

/** A layer and the activations on the wire below it, as node indices. */
interface Unit {
  readonly nodes: readonly number[]
  /** Where each of the nodes stands below the first. */
  readonly offsets: readonly number[]
  /** From the upper edge of the first to that of the layer below. */
  readonly pitch: number
  readonly sources: Set<number>
  readonly targets: Set<number>
}

/** A position for every node of a valid document, in the order of its nodes. */
export function arrangedPositions(
  document: Pick<GraphDocument, 'nodes' | 'edges'>,
  registry: Registry,
): readonly Position[] {
  const topology = topologyOf(document, registry)
  const units = unitsOf(topology)
  const positions: Position[] = new Array(document.nodes.length)
  let left: number | undefined
  for (const part of partsOf(units)) {
    const places = inLanes(part, units)
    const xs = part.map(unit => places.get(unit)!.x)
    const [least, most] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))]
    const start = places.get(part[0]!)!
    // The first part has its first layer at the origin, each further part begins right of the one before.
    const shift = left === undefined ? -start.x : left - least
    for (const index of part) {
      const unit = units[index]!
      const { x, y } = places.get(index)!
      unit.nodes.forEach((node, i) => {
        positions[node] = { x: Math.round(x + shift), y: Math.round(y - start.y + unit.offsets[i]!) }
      })
    }
    left = most + shift + geometry.partPitch
  }
  return positions
}

/**
 * The nodes with a position each. Where none has one, all are arranged; a single one that is missing goes below the
 * node that its first wire comes from.
 */
export function withPositions(
  nodes: readonly (Omit<GraphNode, 'position'> & Partial<Pick<GraphNode, 'position'>>)[],
  edges: GraphDocument['edges'],
  registry: Registry,
): readonly GraphNode[] {
  const isPlaced = (node: (typeof nodes)[number]): node is GraphNode => node.position !== undefined
  if (nodes.every(isPlaced)) return nodes
  const anywhere = nodes.map(node => ({ ...node, position: node.position ?? { x: 0, y: 0 } }))
  const arranged = arrangedPositions({ nodes: anywhere, edges }, registry)
  const result: GraphNode[] = anywhere.map((node, i) => ({ ...node, position: arranged[i]! }))
  if (!nodes.some(isPlaced)) return result
  const { order, sources } = topologyOf({ nodes: anywhere, edges }, registry)
  for (const index of order) {
    const node = nodes[index]!
    const above = result[sources[index]!.flat()[0]?.node ?? -1]
    if (isPlaced(node)) result[index] = node
    else if (above) {
      const { x, y } = above.position
      result[index] = { ...node, position: { x, y: y + stepBetween(registry, above, node) } }
    }
  }
  return result
}

function unitsOf(topology: Topology): Unit[] {
  const { order, definitions, sources, targets } = topology
  const unitOf = new Map<number, number>()
  const members: number[][] = []
  for (const node of order) {
    const from = sources[node]!.flat()
    const above = from[0]?.node
    const rides = from.length === 1 && isPill(definitions[node]) && targets[above!]!.length === 1
    if (rides) {
      const unit = unitOf.get(above!)!
      members[unit]!.push(node)
      unitOf.set(node, unit)
    } else {
      unitOf.set(node, members.length)
      members.push([node])
    }
  }
  const units = members.map((nodes): Unit => {
    const offsets = [0]
    for (let i = 1; i < nodes.length; i++) {
      offsets.push(offsets[i - 1]! + stepBelow(definitions[nodes[i - 1]!], definitions[nodes[i]!]))
    }
    const pitch = offsets.at(-1)! + stepBelow(definitions[nodes.at(-1)!], undefined)
    return { nodes, offsets, pitch, sources: new Set(), targets: new Set() }
  })
  for (const node of order) {
    for (const { node: source } of sources[node]!.flat()) {
      const [from, to] = [unitOf.get(source)!, unitOf.get(node)!]
      if (from === to) continue
      units[from]!.targets.add(to)
      units[to]!.sources.add(from)
    }
  }
  return units
}

/** Units that hang together, each part in an order in which every unit is behind its sources. */
function partsOf(units: readonly Unit[]): number[][] {
  const seen = new Set<number>()
  const parts: number[][] = []
  units.forEach((_, start) => {
    if (seen.has(start)) return
    const part = new Set([start])
    for (const index of part) {
      for (const other of units[index]!.sources) part.add(other)
      for (const other of units[index]!.targets) part.add(other)
    }
    for (const index of part) seen.add(index)
    parts.push([...part].sort((a, b) => a - b))
  })
  return parts
}

/**
 * Rows by the longest way from the top, lanes by descent: a unit stays in the lane of its first source where that is
 * free, so that a chain is straight, and wires that lead past units of it (the skips of a U-Net) leave it so.
 */
function inLanes(part: readonly number[], units: readonly Unit[]): ReadonlyMap<number, Position> {
  const row = new Map<number, number>()
  const rowPitch: number[] = []
  const lane = new Map<number, number>()
  const takenLanes: Set<number>[] = []
  for (const index of part) {
    const { sources, pitch } = units[index]!
    let at = 0
    for (const source of sources) at = Math.max(at, row.get(source)! + 1)
    row.set(index, at)
    rowPitch[at] = Math.max(rowPitch[at] ?? 0, pitch)
    const taken = takenLanes[at] ?? new Set()
    takenLanes[at] = taken
    const [first] = sources
    let wanted = first === undefined ? 0 : lane.get(first)!
    while (taken.has(wanted)) wanted++
    taken.add(wanted)
    lane.set(index, wanted)
  }
  const top = [0]
  rowPitch.forEach((pitch, i) => {
    top.push(top[i]! + pitch)
  })
  return new Map(part.map(index => [index, { x: laneX(lane.get(index)!), y: top[row.get(index)!]! }]))
}

/** The middle of a lane. Beside the first one, which is the column of the network, stand its sizes and feature maps. */
const laneX = (lane: number): number =>
  lane === 0 ? 0 : geometry.partPitch + (lane - 1) * geometry.columnPitch
