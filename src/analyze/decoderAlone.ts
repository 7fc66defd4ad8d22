/** The decoder of a document as a document of its own, so that a code of any size can be sent through it. */
import type { GraphDocument, GraphNode } from '../graph/document.ts'
import type { Pair, Shape } from '../graph/shape.ts'
import { codeOf, outputIndices } from '../infer/code.ts'
import type { Inference } from '../infer/inference.ts'

/** What leads from the code to the picture, or from the Input where the network has no code. */
export interface DecoderAlone {
  /** An Input under the name of the code, and everything behind it that the output depends on. */
  readonly document: GraphDocument
  /** The size of the code in the network, and the one that it is given here. */
  readonly own: Shape
  readonly code: Shape
  /** True where it begins at the Input. */
  readonly isWhole: boolean
}

/**
 * The decoder alone, its code as large as it is or of other sides. Names, groups and order stay, so that its weights have
 * the names that they have in the whole network. Undefined without an output that has a size.
 */
export function decoderAlone(inference: Inference, sides?: Pair): DecoderAlone | undefined {
  const { document, topology, nodes } = inference
  const end = outputIndices(inference)[0]
  const code = codeOf(inference)
  const start = code ?? topology.order.find(index => topology.definitions[index]!.inputs.length === 0)
  if (end === undefined || start === undefined || start === end) return undefined
  const [first, last] = [nodes[start]!, nodes[end]!]
  if (first.state !== 'ready' || last.state !== 'ready') return undefined
  const own = first.outputs[0]!
  const shape = sides && own.length === 3 ? [own[0]!, ...sides] : own
  const wanted = new Set([end])
  for (const index of wanted) {
    if (index === start) continue
    for (const { node } of topology.sources[index]!.flat()) wanted.add(node)
  }
  if (!wanted.has(start)) return undefined
  const kept = new Set([...wanted].map(index => document.nodes[index]!.id))
  const { id, position } = document.nodes[start]!
  const source: GraphNode = { id, type: 'Input', params: { shape }, position }
  return {
    document: {
      ...document,
      nodes: document.nodes.flatMap(node => (node.id === id ? [source] : kept.has(node.id) ? [node] : [])),
      edges: document.edges.flatMap(edge => {
        if (!kept.has(edge.source) || !kept.has(edge.target) || edge.target === id) return []
        return [edge.source === id ? { ...edge, sourceHandle: 'image' } : edge]
      }),
    },
    own,
    code: shape,
    isWhole: code === undefined,
  }
}
