/**
 * The picture of a document: where everything on the canvas lies that is no card. Pure; derived from the inference, from
 * positions that a drag has changed for the moment, and from the width that the widest tensor may take.
 */

import { isLoss } from '../../graph/definition.ts'
import type { Position } from '../../graph/document.ts'
import { geometry, isPill, portShare } from '../../graph/geometry.ts'
import { formatShape, type Shape } from '../../graph/shape.ts'
import type { Inference, NodeInference } from '../../infer/inference.ts'
import { datasetTitle } from '../data/words.ts'
import { cardContentOf } from './cardContent.ts'
import { type Column, columnsOf, type PlacedNode, type Row } from './columns.ts'
import { rolesOf } from './roles.ts'
import { type Band, silhouettePath } from './silhouette.ts'
import { barThickness, barWidth, channelsOf, sideOf, type TensorRole } from './tensorSize.ts'
import { freePath, gripOf, lanePath } from './wirePath.ts'

/** How a wire fares: it carries a tensor, waits for one, or leads into a problem. */
export type WireState = 'ready' | 'waiting' | 'problem'

/** A tensor of a column: its bar across the wire, and its size in the ladder. */
export interface Rung {
  readonly key: string
  /** The node that yields the tensor. */
  readonly node: string
  readonly x: number
  readonly y: number
  /** Length of the bar; 0 where there is none, in front of a problem. */
  readonly width: number
  readonly thickness: number
  readonly role: TensorRole
  readonly state: WireState
  readonly label: string
  /** Where the dotted line to the ladder begins, counted from the middle. */
  readonly from: number
}

/** One unbroken piece of silhouette. */
export interface Silhouette {
  readonly key: string
  readonly path: string
  /** Roles by height, for the colour to change with the tensor. */
  readonly stops: readonly { readonly y: number; readonly role: TensorRole }[]
  readonly left: number
  readonly right: number
}

/** A wire as it is drawn. */
export interface DrawnWire {
  readonly path: string
  /** Where it can be taken hold of, beyond the line itself; see `gripOf`. */
  readonly grip?: string
  readonly role: TensorRole
  readonly state: WireState
  readonly size: string
  /** Where the size stands beside the wire; absent where the ladder has it. */
  readonly label?: Position & { readonly anchor: 'start' | 'middle' }
}

/** Everything behind one column. */
export interface ColumnDrawing {
  readonly rungs: readonly Rung[]
  readonly silhouettes: readonly Silhouette[]
}

/** Where everything lies. Parts that are as they were in the picture before are the same objects. */
export interface Picture {
  readonly placed: ReadonlyMap<string, PlacedNode>
  readonly roles: readonly TensorRole[]
  readonly widest: number
  readonly columns: readonly Column[]
  /** What is drawn behind each column, by the column's place. */
  readonly drawings: readonly ColumnDrawing[]
  readonly wires: ReadonlyMap<string, DrawnWire>
  /** Activations whose tensor does not fit where it arrives. */
  readonly faults: ReadonlySet<string>
  /** How far lanes of skips reach out on the left of each column, by the column's place. */
  readonly lanes: readonly number[]
  /** From the middle of a column to its ladder. */
  readonly ladder: number
}

/** Between the widest bar and what stands beside it. */
export const sideGap = 14
const lanePitch = 14
/** From cards and bars to the first lane: room for half a size. */
const laneGap = 30

/** The data that flows in where the document says so. */
function sampleOf(inference: Inference, result: NodeInference): string | undefined {
  const { dataset } = inference.document.training
  if (result.definition.inputs.length > 0 || result.state !== 'ready') return undefined
  if (dataset !== 'mnist') return datasetTitle(dataset)
  return formatShape(result.outputs[0] ?? []) === '1×28×28' ? 'MNIST digits' : undefined
}

/** What stands on the card of each node; kept for results that are the same objects. */
const contents = new WeakMap<NodeInference, ReturnType<typeof cardContentOf>>()
export function contentOf(inference: Inference, result: NodeInference): ReturnType<typeof cardContentOf> {
  // What flows in at a source is not a matter of its result alone.
  let content = result.definition.inputs.length === 0 ? undefined : contents.get(result)
  if (!content) {
    content = cardContentOf(result, sampleOf(inference, result))
    contents.set(result, content)
  }
  return content
}

/** The width of a node: cards grow with what is not at its default, pills with their name. */
function widthOf(inference: Inference, result: NodeInference): number {
  const { definition } = result
  if (isPill(definition)) return Math.max(42, Math.round(20 + definition.title.length * 5.8))
  return geometry.cardWidth + Math.ceil(contentOf(inference, result).extra / 2) * 2
}

/** What does not depend on positions; kept while a drag goes on. */
const tensors = new WeakMap<Inference, { readonly roles: readonly TensorRole[]; readonly widest: number }>()
function tensorsOf(inference: Inference): { readonly roles: readonly TensorRole[]; readonly widest: number } {
  const known = tensors.get(inference)
  if (known) return known
  let widest = 1
  for (const result of inference.nodes) {
    if (result.state === 'ready') for (const shape of result.outputs) widest = Math.max(widest, sideOf(shape))
  }
  const found = { roles: rolesOf(inference), widest }
  tensors.set(inference, found)
  return found
}

/** Derives the picture. `moved` holds positions of nodes in the middle of a drag; `previous` is the picture before. */
export function pictureOf(
  inference: Inference,
  moved: ReadonlyMap<string, Position>,
  span: number,
  previous?: Picture,
): Picture {
  const { document, topology, nodes } = inference
  const placed = document.nodes.map((node, index): PlacedNode => {
    const result = nodes[index]!
    const pill = isPill(result.definition)
    return {
      id: node.id,
      ...(moved.get(node.id) ?? node.position),
      width: widthOf(inference, result),
      height: pill ? geometry.pillHeight : geometry.cardHeight,
      isPill: pill,
    }
  })
  const byId = new Map(placed.map(node => [node.id, node]))
  const { roles, widest } = tensorsOf(inference)
  const columns = columnsOf(placed, topology.targets)
  const ladder = span / 2 + sideGap
  const drawings = columns.map((column, index) => {
    const drawing = drawColumn(inference, roles, column, index, widest, span)
    const before = previous?.drawings[index]
    return before && sameDrawing(before, drawing) ? before : drawing
  })
  const { wires, lanes } = drawWires(inference, roles, byId, columns, drawings)
  if (previous) {
    for (const [id, wire] of wires) {
      const before = previous.wires.get(id)
      if (before && sameWire(before, wire)) wires.set(id, before)
    }
  }
  return {
    placed: byId,
    roles,
    widest,
    columns,
    drawings,
    wires,
    faults: faultsOf(inference, byId, wires),
    lanes,
    ladder,
  }
}

const sameDrawing = (a: ColumnDrawing, b: ColumnDrawing): boolean =>
  a.rungs.length === b.rungs.length &&
  a.silhouettes.length === b.silhouettes.length &&
  a.rungs.every((rung, i) => sameRung(rung, b.rungs[i]!)) &&
  a.silhouettes.every(({ path, stops }, i) => {
    const other = b.silhouettes[i]!
    return path === other.path && stops.every(({ role }, at) => role === other.stops[at]!.role)
  })

/** True where nothing about the drawn tensor differs. */
export const sameRung = (a: Rung, b: Rung): boolean =>
  a.key === b.key &&
  a.node === b.node &&
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.thickness === b.thickness &&
  a.role === b.role &&
  a.state === b.state &&
  a.label === b.label &&
  a.from === b.from

const sameWire = (a: DrawnWire, b: DrawnWire): boolean =>
  a.path === b.path &&
  a.grip === b.grip &&
  a.role === b.role &&
  a.state === b.state &&
  a.size === b.size &&
  a.label?.x === b.label?.x &&
  a.label?.y === b.label?.y

function drawColumn(
  { nodes, topology }: Inference,
  roles: readonly TensorRole[],
  column: Column,
  index: number,
  widest: number,
  span: number,
): ColumnDrawing {
  const at = (id: string) => topology.index.get(id)!
  const rungs: Rung[] = []
  const silhouettes: Silhouette[] = []
  let bands: (Band & { role: TensorRole; middle: number })[] = []
  let start = column.top
  const close = (end: number) => {
    if (bands.length > 0) {
      const half = Math.max(...bands.map(band => band.width)) / 2
      silhouettes.push({
        key: `${index}:${silhouettes.length}`,
        path: silhouettePath(column.x, start, bands, end),
        stops: bands.map(({ middle, role }) => ({ y: middle, role })),
        left: column.x - half,
        right: column.x + half,
      })
    }
    bands = []
  }
  const middleOf = (row: Row) => row.top - geometry.cardHeight / 2
  for (const row of column.rows) {
    const source = at(row.pills.at(-1) ?? row.card)
    const result = nodes[source]!
    const target = row.to === undefined ? undefined : nodes[at(row.to)]
    const shape: Shape | undefined = result.state === 'ready' ? result.outputs[0] : undefined
    if (!shape || isLoss(result.definition)) {
      close(middleOf(row))
      continue
    }
    const isFault = target?.state === 'problem'
    const width = barWidth(shape, widest, span)
    const pill = row.pills.length > 0 ? 22 : 4
    rungs.push({
      key: row.card,
      node: row.pills.at(-1) ?? row.card,
      x: column.x,
      y: row.middle,
      width: isFault ? 0 : width,
      thickness: barThickness(channelsOf(shape)),
      role: roles[source]!,
      state: isFault ? 'problem' : 'ready',
      label: formatShape(shape),
      from: isFault ? pill : Math.max(width / 2, pill),
    })
    if (isFault) {
      close(middleOf(row))
      continue
    }
    if (bands.length === 0) start = middleOf(row)
    bands.push({ top: row.top, bottom: row.bottom, width, role: roles[source]!, middle: row.middle })
  }
  const last = column.rows.at(-1)
  if (last) close(last.to === undefined ? last.bottom : last.bottom + geometry.cardHeight / 2)
  return { rungs, silhouettes }
}

function drawWires(
  { document, topology, nodes }: Inference,
  roles: readonly TensorRole[],
  placed: ReadonlyMap<string, PlacedNode>,
  columns: readonly Column[],
  drawings: readonly ColumnDrawing[],
): { wires: Map<string, DrawnWire>; lanes: readonly number[] } {
  const place = new Map(
    columns.flatMap((column, c) => column.nodes.map((id, i) => [id, { column: c, at: i }] as const)),
  )
  const lanes: { from: number; to: number }[][] = columns.map(() => [])
  const wires = new Map<string, DrawnWire>()
  for (const edge of document.edges) {
    const [source, target] = [topology.index.get(edge.source)!, topology.index.get(edge.target)!]
    const [from, to] = [nodes[source]!, nodes[target]!]
    const [a, b] = [placed.get(edge.source)!, placed.get(edge.target)!]
    const output = portPlace(a, from.definition.outputs, edge.sourceHandle, a.height)
    const input = portPlace(b, to.definition.inputs, edge.targetHandle, 0)
    const port = Math.max(
      0,
      from.definition.outputs.findIndex(other => other.name === edge.sourceHandle),
    )
    const shape = from.state === 'ready' ? from.outputs[port] : undefined
    const isFault = shape !== undefined && leadsToProblem(nodes, topology.targets, target)
    const grip = gripOf(a, b)
    const base = {
      ...(grip && { grip }),
      role: roles[source]!,
      state: shape === undefined ? ('waiting' as const) : isFault ? ('problem' as const) : ('ready' as const),
      size: shape ? (from.definition.outputs[port]?.kind === 'label' ? 'label' : formatShape(shape)) : '',
    }
    const [pa, pb] = [place.get(edge.source), place.get(edge.target)]
    const inColumn = pa && pb && pa.column === pb.column
    if (inColumn && pb.at === pa.at + 1) {
      wires.set(edge.id, { ...base, ...straight(output, input) })
    } else if (inColumn && pb.at > pa.at) {
      const half = reach(drawings[pa.column]!.rungs, output.y, input.y)
      const taken = lanes[pa.column]!
      const number = freeLane(taken, output.y, input.y)
      taken[number] = { from: output.y, to: Math.max(input.y, taken[number]?.to ?? 0) }
      const lane = columns[pa.column]!.x - half - laneGap - number * lanePitch
      const start = a.isPill ? { x: a.x - a.width / 2, y: a.y + a.height / 2 } : output
      const way = lanePath(start, input, lane, a.isPill)
      wires.set(edge.id, { ...base, path: way.path, label: { ...way.label, anchor: 'middle' } })
    } else {
      const way = freePath(output, input)
      const isBesideWire = Math.abs(input.x - output.x) < geometry.columnTolerance
      const isShort = isBesideWire && input.y - output.y < geometry.pillPitch + 2
      const leadsOn = b.isPill && topology.targets[target]!.length > 0
      const y =
        isShort && a.isPill ? a.y + a.height / 2 : isBesideWire ? (output.y + input.y) / 2 : way.label.y
      const beside = {
        x: output.x + (isShort && a.isPill ? a.width / 2 + 8 : 10),
        y,
        anchor: 'start' as const,
      }
      const label = leadsOn ? undefined : isBesideWire ? beside : { ...way.label, anchor: 'middle' as const }
      wires.set(edge.id, { ...base, path: way.path, ...(label && { label }) })
    }
  }
  return { wires, lanes: lanes.map(list => list.length * lanePitch) }
}

/** The wire into an activation in front of a problem is at fault as well: it carries the same tensor. */
function leadsToProblem(
  nodes: readonly NodeInference[],
  targets: readonly (readonly number[])[],
  start: number,
): boolean {
  let at = start
  for (;;) {
    const result = nodes[at]!
    if (result.state === 'problem') return true
    const [next, ...others] = targets[at]!
    if (!isPill(result.definition) || next === undefined || others.length > 0) return false
    at = next
  }
}

const faultsOf = (
  { document, totals }: Inference,
  placed: ReadonlyMap<string, PlacedNode>,
  wires: ReadonlyMap<string, DrawnWire>,
): ReadonlySet<string> =>
  new Set(
    totals.problems === 0
      ? []
      : document.edges
          .filter(edge => placed.get(edge.source)!.isPill && wires.get(edge.id)!.state === 'problem')
          .map(edge => edge.source),
  )

/** Where a port lies: several of them share the edge of the node evenly. */
function portPlace(
  node: PlacedNode,
  ports: readonly { readonly name: string }[],
  name: string,
  below: number,
): Position {
  const index = Math.max(
    0,
    ports.findIndex(port => port.name === name),
  )
  const share = portShare(index, Math.max(1, ports.length))
  return { x: node.x - node.width / 2 + node.width * share, y: node.y + below }
}

const straight = (from: Position, to: Position): { path: string } =>
  from.x === to.x ? { path: `M ${from.x} ${from.y} L ${to.x} ${to.y}` } : freePath(from, to)

/** How far the bars between two heights reach to the left; at least the cards do. */
const reach = (rungs: readonly Rung[], from: number, to: number): number =>
  rungs.reduce(
    (half, rung) => (rung.y > from - 30 && rung.y < to + 30 ? Math.max(half, rung.width / 2) : half),
    geometry.cardWidth / 2,
  )

/** The innermost lane that is free between two heights. */
function freeLane(taken: readonly { from: number; to: number }[], from: number, to: number): number {
  const free = taken.findIndex(lane => lane.to < from || lane.from > to)
  return free < 0 ? taken.length : free
}
