import type { Registry } from '../../graph/definition.ts'
import type { GraphDocument, GraphNode, Position } from '../../graph/document.ts'
import { inOneColumn, isPill, stepBetween } from '../../graph/geometry.ts'

/** Where a node goes. */
export interface Move {
  readonly id: string
  readonly position: Position
}

/** An activation whose place differs by no more than this from where it is stacked still hangs, in pixels. */
const tolerance = 8

/**
 * The activations that hang on a card, in order: each behind the node above it, and drawn right below that. They belong to
 * the card's row and go where it goes. None for an activation itself.
 */
export function hangingBelow(
  { nodes, edges }: Pick<GraphDocument, 'nodes' | 'edges'>,
  registry: Registry,
  id: string,
): readonly string[] {
  const { byId, targets } = linksOf(nodes, edges)
  const hanging: string[] = []
  let above = byId.get(id)
  if (!above || isPill(registry.get(above.type))) return hanging
  while (above) {
    const upper: GraphNode = above
    above = targets
      .get(upper.id)
      ?.map(target => byId.get(target)!)
      .find(
        node =>
          !hanging.includes(node.id) &&
          isPill(registry.get(node.type)) &&
          inOneColumn(upper.position, node.position) &&
          Math.abs(node.position.y - upper.position.y - stepBetween(registry, upper, node)) <= tolerance,
      )
    if (above) hanging.push(above.id)
  }
  return hanging
}

interface Links {
  readonly byId: ReadonlyMap<string, GraphNode>
  readonly targets: ReadonlyMap<string, readonly string[]>
}

/** A drag asks at every move of the pointer, and the document stays the same meanwhile. */
const known = new WeakMap<readonly GraphNode[], { readonly edges: unknown; readonly links: Links }>()

function linksOf(nodes: GraphDocument['nodes'], edges: GraphDocument['edges']): Links {
  const before = known.get(nodes)
  if (before?.edges === edges) return before.links
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const list = targets.get(source)
    if (list) list.push(target)
    else targets.set(source, [target])
  }
  const links = { byId: new Map(nodes.map(node => [node.id, node])), targets }
  known.set(nodes, { edges, links })
  return links
}

/** Moves of nodes with those of the activations that hang on them, each by as much as its card. */
export function withHanging(
  document: Pick<GraphDocument, 'nodes' | 'edges'>,
  registry: Registry,
  moves: readonly Move[],
): readonly Move[] {
  const { byId } = linksOf(document.nodes, document.edges)
  const taken = new Set(moves.map(move => move.id))
  const followers: Move[] = []
  for (const { id, position } of moves) {
    const from = byId.get(id)?.position
    if (!from) continue
    for (const other of hangingBelow(document, registry, id)) {
      if (taken.has(other)) continue
      taken.add(other)
      const { x, y } = byId.get(other)!.position
      followers.push({ id: other, position: { x: x + position.x - from.x, y: y + position.y - from.y } })
    }
  }
  return [...moves, ...followers]
}
