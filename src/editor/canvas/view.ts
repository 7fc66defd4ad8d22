/**
 * What React Flow shows, derived from the document: one object per node and per wire, kept from one derivation to the
 * next where nothing about it changed, so that only what changed renders again.
 */
import { type Edge, type Node, type NodeHandle, Position as Side } from '@xyflow/react'
import type { Port } from '../../graph/definition.ts'
import { portShare } from '../../graph/geometry.ts'
import type { Inference, NodeInference } from '../../infer/inference.ts'
import { type CardContent, spokenName } from './cardContent.ts'
import type { PlacedNode } from './columns.ts'
import { contentOf, type Picture } from './picture.ts'
import { type GlyphSize, glyphOf, type TensorRole } from './tensorSize.ts'

/** What a card or a pill needs for drawing itself. */
export interface LayerData extends Record<string, unknown> {
  readonly result: NodeInference
  readonly content: CardContent
  readonly role: TensorRole
  readonly glyph: GlyphSize | undefined
  /** True for an activation whose tensor does not fit where it arrives. */
  readonly isFault: boolean
  /** True where the layer was changed after training began. */
  readonly isEdited: boolean
}

export type FlowNode = Node<LayerData, 'card' | 'pill'>
export type FlowEdge = Edge<Record<string, unknown>, 'wire'>

export interface View {
  readonly nodes: FlowNode[]
  readonly edges: FlowEdge[]
}

interface KnownNode {
  readonly result: NodeInference
  readonly placed: PlacedNode
  readonly role: TensorRole
  readonly widest: number
  readonly isSelected: boolean
  readonly node: FlowNode
}

/** Derives views; each remembers the one before. */
export function createView(): (
  inference: Inference,
  picture: Picture,
  selection: readonly string[],
  selectedEdges: readonly string[],
  edited?: ReadonlySet<string>,
) => View {
  let knownNodes = new Map<string, KnownNode>()
  let knownEdges = new Map<string, FlowEdge>()
  let last: View = { nodes: [], edges: [] }
  return (inference, picture, selection, selectedEdges, edited) => {
    const [selected, selectedWires] = [new Set(selection), new Set(selectedEdges)]
    const nextNodes = new Map<string, KnownNode>()
    const nodes = inference.document.nodes.map(({ id }, index) => {
      const result = inference.nodes[index]!
      const placed = picture.placed.get(id)!
      const role = picture.roles[index]!
      const { widest } = picture
      const isSelected = selected.has(id)
      const isFault = picture.faults.has(id)
      const isEdited = edited?.has(id) ?? false
      const before = knownNodes.get(id)
      const isSameData =
        before !== undefined &&
        before.result === result &&
        before.role === role &&
        before.widest === widest &&
        before.node.data.isFault === isFault &&
        before.node.data.isEdited === isEdited
      if (isSameData && before.isSelected === isSelected && samePlace(before.placed, placed)) {
        nextNodes.set(id, before)
        return before.node
      }
      const data = isSameData
        ? before.node.data
        : dataOf(inference, result, role, widest, { isFault, isEdited })
      const node = flowNode(placed, data, isSelected)
      nextNodes.set(id, { result, placed, role, widest, isSelected, node })
      return node
    })
    const edges = inference.document.edges.map(({ id, source, sourceHandle, target, targetHandle }) => {
      const { size } = picture.wires.get(id)!
      const isSelected = selectedWires.has(id)
      const ariaLabel = `Wire from ${source} to ${target}${size ? `, ${size}` : ''}`
      const before = knownEdges.get(id)
      if (
        before?.ariaLabel === ariaLabel &&
        before.sourceHandle === sourceHandle &&
        before.targetHandle === targetHandle &&
        before.selected === isSelected
      ) {
        return before
      }
      const ends = { source, sourceHandle, target, targetHandle }
      const edge: FlowEdge = { id, type: 'wire', ...ends, selected: isSelected, ariaLabel }
      return edge
    })
    knownEdges = new Map(edges.map(edge => [edge.id, edge]))
    knownNodes = nextNodes
    last = { nodes: sameItems(last.nodes, nodes), edges: sameItems(last.edges, edges) }
    return last
  }
}

const samePlace = (a: PlacedNode, b: PlacedNode): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** The list before, where the other holds the same objects. */
const sameItems = <T>(before: T[], after: T[]): T[] =>
  before.length === after.length && before.every((item, i) => item === after[i]) ? before : after

const dataOf = (
  inference: Inference,
  result: NodeInference,
  role: TensorRole,
  widest: number,
  flags: Pick<LayerData, 'isFault' | 'isEdited'>,
): LayerData => ({
  result,
  content: contentOf(inference, result),
  role,
  ...flags,
  glyph: result.state === 'ready' && result.outputs[0] ? glyphOf(result.outputs[0], widest) : undefined,
})

function flowNode(placed: PlacedNode, data: LayerData, selected: boolean): FlowNode {
  const { id, x, y, width, height, isPill } = placed
  const { definition } = data.result
  return {
    id,
    type: isPill ? 'pill' : 'card',
    position: { x, y },
    data,
    selected,
    width,
    height,
    measured: { width, height },
    handles: [
      ...handlesOf(definition.inputs, 'target', width, 0),
      ...handlesOf(definition.outputs, 'source', width, height),
    ],
    ariaLabel: spokenName(id, data.result),
    domAttributes: { tabIndex: -1 },
  }
}

/** Where the handles are, so that wires of cards outside the window can be drawn without measuring them. */
const handlesOf = (
  ports: readonly Port[],
  type: 'source' | 'target',
  width: number,
  y: number,
): NodeHandle[] =>
  ports.map((port, i) => ({
    id: port.name,
    type,
    position: type === 'source' ? Side.Bottom : Side.Top,
    x: width * portShare(i, ports.length) - 0.5,
    y: type === 'source' ? y - 1 : y,
    width: 1,
    height: 1,
  }))
