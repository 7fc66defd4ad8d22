import type { Registry } from '../graph/definition.ts'
import type { GraphDocument, GraphEdge, Position } from '../graph/document.ts'
import { inOneColumn, stepBetween } from '../graph/geometry.ts'
import { arrangedPositions } from '../graph/layout.ts'
import { whyNot } from './edges.ts'
import { edit, mapNodes, nameThem, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { nodeOf, shiftBelow } from './placement.ts'

/** Moves layers. Moves with the same `merge` key that follow each other closely are one step of the history. */
export function moveNodes(
  document: GraphDocument,
  moves: readonly { readonly id: string; readonly position: Position }[],
  merge?: string,
): Command | Refusal {
  const places = new Map(moves.map(move => [move.id, move.position]))
  if (moves.some(({ position: { x, y } }) => !Number.isFinite(x) || !Number.isFinite(y))) {
    return refuse('A position must be two numbers.')
  }
  const after = mapNodes(document, node => {
    const place = places.get(node.id)
    if (!place || (place.x === node.position.x && place.y === node.position.y)) return node
    return { ...node, position: { x: place.x, y: place.y } }
  })
  return edit(`Move ${nameThem([...places.keys()])}`, document, after, merge)
}

/** Places every layer anew: chains as columns, branches side by side. */
export function arrange(document: GraphDocument, registry: Registry): Command | Refusal {
  if (document.nodes.length === 0) return refuse('There is no layer to arrange.')
  const positions = arrangedPositions(document, registry)
  const moves = document.nodes.map((node, i) => ({ id: node.id, position: positions[i]! }))
  const moved = moveNodes(document, moves)
  return 'refused' in moved ? moved : { ...moved, label: 'Arrange' }
}

/**
 * Takes layers away, and their wires. Where one wire leads into a run of them, it is led on to what came behind, if it
 * fits there; what lay below in the column moves up.
 */
export function removeNodes(
  document: GraphDocument,
  registry: Registry,
  ids: readonly string[],
): Command | Refusal {
  const gone = new Set(ids.filter(id => document.nodes.some(node => node.id === id)))
  if (gone.size === 0) return refuse('No layer is selected.')
  let after: GraphDocument = {
    ...document,
    nodes: document.nodes.filter(node => !gone.has(node.id)),
    edges: document.edges.filter(edge => !gone.has(edge.source) && !gone.has(edge.target)),
  }
  for (const run of runsOf(document.edges, gone)) {
    const into = document.edges.filter(edge => run.has(edge.target) && !gone.has(edge.source))
    const out = document.edges.filter(edge => run.has(edge.source) && !gone.has(edge.target))
    const [entry] = into
    if (!entry || into.length > 1) continue
    for (const exit of out) after = bridge(document, after, registry, entry, exit)
    const below = out.find(
      exit =>
        after.edges.some(edge => edge.id === exit.id) &&
        inOneColumn(nodeOf(document, entry.source).position, nodeOf(document, exit.target).position),
    )
    if (below) after = closeGap(document, after, registry, run, entry.source, below.target)
  }
  return edit(`Delete ${nameThem([...gone])}`, document, after)
}

/** Sets of removed nodes that hang together by wires. */
function runsOf(edges: readonly GraphEdge[], gone: ReadonlySet<string>): ReadonlySet<string>[] {
  const inner = edges.filter(edge => gone.has(edge.source) && gone.has(edge.target))
  const left = new Set(gone)
  const runs: Set<string>[] = []
  for (const start of gone) {
    if (!left.has(start)) continue
    const run = new Set([start])
    for (const id of run) {
      left.delete(id)
      for (const { source, target } of inner) {
        if (source === id) run.add(target)
        if (target === id) run.add(source)
      }
    }
    runs.push(run)
  }
  return runs
}

/** Leads `entry` on to where `exit` ended, with the id and the place of `exit`, if that wire is possible. */
function bridge(
  document: GraphDocument,
  after: GraphDocument,
  registry: Registry,
  entry: GraphEdge,
  exit: GraphEdge,
): GraphDocument {
  const joined = { ...exit, source: entry.source, sourceHandle: entry.sourceHandle }
  if (whyNot(after, registry, joined) !== undefined) return after
  const kept = new Set([...after.edges.map(edge => edge.id), exit.id])
  const present = new Map(after.edges.map(edge => [edge.id, edge]))
  const edges = document.edges.flatMap(edge =>
    kept.has(edge.id) ? [edge.id === exit.id ? joined : present.get(edge.id)!] : [],
  )
  return { ...after, edges }
}

/** Moves what lies below up by the room that the run took, as far as there is room. */
function closeGap(
  document: GraphDocument,
  after: GraphDocument,
  registry: Registry,
  run: ReadonlySet<string>,
  above: string,
  below: string,
): GraphDocument {
  const [top, bottom] = [nodeOf(document, above), nodeOf(document, below)]
  const column = [...run]
    .map(id => nodeOf(document, id))
    .filter(node => inOneColumn(node.position, top.position))
    .sort((a, b) => a.position.y - b.position.y)
  let taken = 0
  let last = top
  for (const node of [...column, bottom]) {
    taken += stepBetween(registry, last, node)
    last = node
  }
  const needed = stepBetween(registry, top, bottom)
  const room = nodeOf(after, below).position.y - nodeOf(after, above).position.y - needed
  return shiftBelow(after, below, -Math.max(0, Math.min(taken - needed, room)))
}
