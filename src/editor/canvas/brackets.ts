import type { Inference } from '../../infer/inference.ts'
import { formatCount, formatShort, plural } from '../ui/numbers.ts'
import { type Picture, sideGap } from './picture.ts'
import type { TensorRole } from './tensorSize.ts'

/** Between a bracket and the texts beside it. */
export const sideOfBracket = 10

/** The bracket beside a group: what it is called, what it holds, and from where to where it reaches. */
export interface Bracket {
  readonly id: string
  readonly name: string
  readonly role: TensorRole
  readonly x: number
  readonly top: number
  readonly bottom: number
  /** "56,232 parameters", "12.2 M MACs"; or what the group waits for. */
  readonly lines: readonly string[]
}

/** The brackets of all groups that have a layer. */
export function bracketsOf(inference: Inference, picture: Picture): readonly Bracket[] {
  const { document, nodes } = inference
  const members = new Map<string, number[]>()
  document.nodes.forEach((node, index) => {
    if (node.group === undefined) return
    const list = members.get(node.group)
    if (list) list.push(index)
    else members.set(node.group, [index])
  })
  const edges = columnEdges(picture)
  return document.groups.flatMap((group): Bracket[] => {
    const indices = members.get(group.id)
    if (!indices) return []
    const placed = indices.map(index => picture.placed.get(document.nodes[index]!.id)!)
    const x = Math.min(...placed.map(node => edges.get(node.id) ?? node.x - node.width / 2)) - sideGap
    return [
      {
        id: group.id,
        name: group.name,
        role: group.id === 'encoder' || group.id === 'decoder' ? group.id : 'none',
        x,
        top: Math.min(...placed.map(node => node.y)),
        bottom: Math.max(...placed.map(node => node.y + node.height)),
        lines: linesOf(indices.map(index => nodes[index]!)),
      },
    ]
  })
}

/** From the silhouette to a bracket beside lanes, whose sizes stand on them. */
const besideLanes = 44

/** The left edge of everything that belongs to a node's column. */
function columnEdges(picture: Picture): ReadonlyMap<string, number> {
  const edges = new Map<string, number>()
  picture.columns.forEach((column, index) => {
    const lanes = picture.lanes[index]!
    const half = picture.ladder - sideGap + (lanes > 0 ? lanes + besideLanes : 0)
    for (const id of column.nodes) edges.set(id, column.x - half)
  })
  return edges
}

function linesOf(results: readonly Inference['nodes'][number][]): readonly string[] {
  const layers = results.filter(result => result.definition.category !== 'activation')
  const waiting = results.filter(result => result.state === 'waiting')
  if (waiting.length === results.length) {
    const causes = [...new Set(waiting.flatMap(result => result.for))]
    const named = causes.length > 2 ? `${causes.length} layers` : causes.join(' and ')
    return [`waiting for ${named}`, plural(layers.length, 'layer')]
  }
  const parameters = results.reduce((sum, result) => sum + (result.parameters ?? 0), 0)
  const macs = results.reduce(
    (sum, result) => sum + (result.state === 'ready' ? (result.macs?.value ?? 0) : 0),
    0,
  )
  const isWhole = results.every(result => result.state === 'ready')
  return [`${formatCount(parameters)} parameters`, `${formatShort(macs)} MACs${isWhole ? '' : ' so far'}`]
}
