/**
 * Columns: the runs of cards along which the silhouette is drawn. A run follows the wires downwards through nodes whose
 * middles stand in one column; where a card is dragged away it ends. Skips that leave and return beside the column do not
 * end it: of several ways on, the run takes the one to the nearest card below.
 */
import { geometry } from '../../graph/geometry.ts'

/** A node where it is now, also in the middle of a drag; `x` is its middle, `y` its upper edge. */
export interface PlacedNode {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly isPill: boolean
}

/** The wire below a card: the activations on it, and the card that it leads to. */
export interface Row {
  readonly card: string
  readonly pills: readonly string[]
  /** The card at the lower end; undefined below the last one. */
  readonly to: string | undefined
  /** Lower edge of the card above, the height of the bar, upper edge of the card below. */
  readonly top: number
  readonly middle: number
  readonly bottom: number
}

/** A run of three cards or more. */
export interface Column {
  readonly x: number
  readonly nodes: readonly string[]
  readonly cards: readonly string[]
  readonly rows: readonly Row[]
  /** The middle of the first card, where the silhouette begins. */
  readonly top: number
}

/** From a card to the bar of its output where nothing lies below. */
const tail = (geometry.pitch - geometry.cardHeight) / 2

/** Finds the columns. `targets` gives the nodes behind each node, by the place in `nodes`. */
export function columnsOf(
  nodes: readonly PlacedNode[],
  targets: readonly (readonly number[])[],
): readonly Column[] {
  const next = links(nodes, targets)
  const isReached = new Set(next.filter(index => index !== undefined))
  const indices = new Map(nodes.map((node, index) => [node.id, index]))
  const ends = (node: PlacedNode) => targets[indices.get(node.id)!]!.length === 0
  const columns: Column[] = []
  nodes.forEach((_, start) => {
    if (isReached.has(start)) return
    const chain: PlacedNode[] = []
    for (let at: number | undefined = start; at !== undefined; at = next[at]) chain.push(nodes[at]!)
    for (const run of straightRuns(chain)) {
      const column = columnOf(run, ends)
      if (column) columns.push(column)
    }
  })
  return columns
}

/** For each node the one that follows it in its column: each is the other's nearest. */
function links(
  nodes: readonly PlacedNode[],
  targets: readonly (readonly number[])[],
): readonly (number | undefined)[] {
  const follows = (above: PlacedNode, below: PlacedNode) =>
    Math.abs(above.x - below.x) <= 2 * geometry.columnTolerance && below.y >= above.y + above.height - 0.5
  const best = new Map<number, number>()
  const next = targets.map((list, index) => {
    const above = nodes[index]!
    let nearest: number | undefined
    for (const target of list) {
      if (!follows(above, nodes[target]!)) continue
      if (nearest === undefined || nodes[target]!.y < nodes[nearest]!.y) nearest = target
      const rival = best.get(target)
      if (rival === undefined || nodes[rival]!.y < above.y) best.set(target, index)
    }
    return nearest
  })
  return next.map((target, index) =>
    target !== undefined && best.get(target) === index ? target : undefined,
  )
}

/** Cuts a chain where its nodes leave the column that most of them stand in. */
function straightRuns(chain: readonly PlacedNode[]): readonly (readonly PlacedNode[])[] {
  if (chain.length === 0) return []
  const xs = chain.map(node => node.x).sort((a, b) => a - b)
  const middle = xs[(xs.length - 1) >> 1]!
  const isIn = (node: PlacedNode) => Math.abs(node.x - middle) <= geometry.columnTolerance
  if (chain.every(isIn)) return [chain]
  const parts: PlacedNode[][] = []
  chain.forEach((node, i) => {
    if (i > 0 && isIn(node) === isIn(chain[i - 1]!)) parts.at(-1)!.push(node)
    else parts.push([node])
  })
  return parts.flatMap(part => (isIn(part[0]!) ? [part] : straightRuns(part)))
}

function columnOf(run: readonly PlacedNode[], ends: (node: PlacedNode) => boolean): Column | undefined {
  const first = run.findIndex(node => !node.isPill)
  const nodes = first < 0 ? [] : run.slice(first)
  const cards = nodes.filter(node => !node.isPill)
  if (cards.length < 3) return undefined
  const rows: Row[] = []
  for (let at = 0; at < nodes.length; ) {
    const card = nodes[at]!
    let until = at + 1
    while (until < nodes.length && nodes[until]!.isPill) until++
    const pills = nodes.slice(at + 1, until)
    const to = nodes[until]
    at = until
    if (!to && !ends(nodes.at(-1)!)) break
    const top = card.y + card.height
    const pill = pills[0]
    const middle = pill ? pill.y + pill.height / 2 : to ? (top + to.y) / 2 : top + tail
    const bottom = to ? to.y : Math.max(middle, ...pills.map(other => other.y + other.height / 2)) + tail
    rows.push({ card: card.id, pills: pills.map(other => other.id), to: to?.id, top, middle, bottom })
  }
  const xs = nodes.map(node => node.x).sort((a, b) => a - b)
  return {
    x: xs[(xs.length - 1) >> 1]!,
    nodes: nodes.map(node => node.id),
    cards: cards.map(card => card.id),
    rows,
    top: cards[0]!.y + cards[0]!.height / 2,
  }
}
