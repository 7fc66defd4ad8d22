import { registry } from '../nodes/index.ts'
import { emptyDocument, type GraphDocument } from '../src/graph/document.ts'
import { saveDocument } from '../src/graph/save.ts'

const rows = 40

/** Where a long chain's nodes lie: columns of 40, side by side. */
export const placeOf = (index: number): { readonly x: number; readonly y: number } => ({
  x: Math.floor(index / rows) * 420,
  y: (index % rows) * 50,
})

/** A saved chain of so many nodes named n0, n1, …: convolutions and activations that keep the size. */
export function longFile(count: number): string {
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    type: i === 0 ? 'Input' : 'Conv2d',
    params: i === 0 ? { shape: [8, 28, 28] } : { outChannels: 8, kernelSize: 3, padding: 1 },
    position: placeOf(i),
  }))
  const edges = nodes.slice(1).map((node, i) => ({
    id: `e${i}`,
    source: `n${i}`,
    sourceHandle: i === 0 ? 'image' : 'output',
    target: node.id,
    targetHandle: 'input',
  }))
  const document: GraphDocument = { ...emptyDocument, nodes, edges }
  return saveDocument(document, registry)
}
