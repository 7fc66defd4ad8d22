import type { GraphDocument, GraphNode } from '../../graph/document.ts'

const wiresInto = (document: GraphDocument): ReadonlyMap<string, string> => {
  const wires = new Map<string, string>()
  for (const { source, sourceHandle, target, targetHandle } of document.edges) {
    wires.set(target, `${wires.get(target) ?? ''}|${source}.${sourceHandle}>${targetHandle}`)
  }
  return wires
}

const isSameLayer = (a: GraphNode, b: GraphNode): boolean =>
  a === b ||
  (a.type === b.type && (a.params === b.params || JSON.stringify(a.params) === JSON.stringify(b.params)))

let last: { trained: GraphDocument; now: GraphDocument; result: ReturnType<typeof compare> } | undefined

/**
 * What a person has changed since this document was trained: the nodes that differ or are new, and whether the running
 * model is older than the canvas. Where a node lies and which group it is in changes nothing.
 */
export function editedNodes(trained: GraphDocument, now: GraphDocument) {
  if (last?.trained !== trained || last.now !== now) last = { trained, now, result: compare(trained, now) }
  return last.result
}

function compare(trained: GraphDocument, now: GraphDocument) {
  const nodes = new Set<string>()
  if (trained.nodes === now.nodes && trained.edges === now.edges) return { nodes, isOutdated: false }
  const before = new Map(trained.nodes.map(node => [node.id, node]))
  const [wiresThen, wiresNow] = [wiresInto(trained), wiresInto(now)]
  for (const node of now.nodes) {
    const then = before.get(node.id)
    if (!then || !isSameLayer(then, node) || wiresThen.get(node.id) !== wiresNow.get(node.id))
      nodes.add(node.id)
  }
  return {
    nodes: nodes as ReadonlySet<string>,
    isOutdated: nodes.size > 0 || trained.nodes.length !== now.nodes.length,
  }
}
