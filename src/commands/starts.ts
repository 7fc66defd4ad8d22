import type { GraphDocument } from '../graph/document.ts'
import { edit, mapNodes, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'

/** Lets so many neighbouring output channels of a layer begin with equal weights, or, without a number, each by itself. */
export function setEqualStart(
  document: GraphDocument,
  id: string,
  count: number | undefined,
): Command | Refusal {
  if (!document.nodes.some(node => node.id === id)) return refuse(`There is no layer named ${id}.`)
  const label =
    count === undefined ? `Start every channel of ${id} by itself` : `Start ${count} channels of ${id} equal`
  const after = mapNodes(document, node => {
    if (node.id !== id || node.equalStart === count) return node
    const { equalStart: _, ...rest } = node
    return count === undefined ? rest : { ...rest, equalStart: count }
  })
  return edit(label, document, after)
}
