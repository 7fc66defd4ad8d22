import { isLoss } from '../graph/definition.ts'
import type { Inference } from '../infer/inference.ts'

/**
 * The place of each node in the PyTorch module, which is also the stem of its keys in the `state_dict`: what the node
 * itself says; else its group and its number there, counting modules in order (`encoder.0`); else its own name.
 */
export function modulePaths(
  { document, topology, nodes }: Inference,
  identifiers: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const taken = new Set(document.nodes.flatMap(node => node.module ?? []))
  const counters = new Map<string, number>()
  const paths = new Map<string, string>()
  for (const index of topology.order) {
    const node = document.nodes[index]!
    const result = nodes[index]!
    if (node.module !== undefined || result.state !== 'ready') {
      paths.set(node.id, node.module ?? node.id)
      continue
    }
    const isModule =
      result.definition.inputs.length > 0 &&
      !isLoss(result.definition) &&
      'module' in result.definition.pytorch(result.site)
    if (node.group === undefined || !isModule) {
      paths.set(node.id, identifiers.get(node.id)!)
      continue
    }
    let path: string
    do {
      const next = counters.get(node.group) ?? 0
      counters.set(node.group, next + 1)
      path = `${node.group}.${next}`
    } while (taken.has(path))
    paths.set(node.id, path)
  }
  return paths
}
