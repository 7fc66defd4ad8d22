import { registry } from '../../nodes/index.ts'
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../src/graph/document.ts'
import { type Inference, inferenceOf, inferGraph } from '../../src/infer/inference.ts'

/** A layer of a test graph: type, parameters, and the ids that it takes its inputs from; usually the one above it. */
export interface Layer {
  readonly id: string
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly from?: readonly string[]
  readonly group?: string
}

export const layer = (
  id: string,
  type: string,
  params: Layer['params'] = {},
  from?: readonly string[],
): Layer => ({
  id,
  type,
  params,
  ...(from && { from }),
})

/** A document of these layers; each takes the one above it, unless it says otherwise. */
export function graph(...layers: readonly Layer[]): GraphDocument {
  const nodes = layers.map(
    ({ id, type, params = {}, group }, i): GraphNode => ({
      id,
      type,
      params,
      position: { x: 0, y: 50 * i },
      ...(group !== undefined && { group }),
    }),
  )
  const edges = layers.flatMap(({ id, type, from }, i): GraphEdge[] =>
    (from ?? (type === 'Input' || i === 0 ? [] : [layers[i - 1]!.id])).map((source, n) => ({
      id: `${id}-${n}`,
      source,
      sourceHandle: layers.find(other => other.id === source)?.type === 'Input' ? 'image' : 'output',
      target: id,
      targetHandle: 'input',
    })),
  )
  return {
    ...emptyDocument,
    nodes,
    edges,
    groups: [
      { id: 'encoder', name: 'encoder' },
      { id: 'decoder', name: 'decoder' },
    ],
  }
}

/** The document with parameters of one node replaced; everything else stays the same object. */
export const withParams = (
  document: GraphDocument,
  id: string,
  params: Readonly<Record<string, unknown>>,
): GraphDocument => ({
  ...document,
  nodes: document.nodes.map(node =>
    node.id === id ? { ...node, params: { ...node.params, ...params } } : node,
  ),
})

export const infer = (document: GraphDocument, previous?: Inference): Inference =>
  inferGraph(document, registry, previous)

/** The first output of a node as text, or its state where it has none. */
export function sizeIn(inference: Inference, id: string): string {
  const result = inferenceOf(inference, id)
  if (!result) return 'missing'
  return result.state === 'ready' ? result.outputs[0]!.join('×') : result.state
}
