import { codeOf } from '../../infer/code.ts'
import type { Inference } from '../../infer/inference.ts'
import type { TensorRole } from './tensorSize.ts'

/**
 * The role of each node's output, in the order of the document: the code itself, else the node's group. A node in no
 * group takes the role of what it feeds if that is all encoder, or of what feeds it if that is all decoder.
 */
export function rolesOf(inference: Inference): readonly TensorRole[] {
  const { document, topology } = inference
  const code = codeOf(inference)
  const roles: TensorRole[] = document.nodes.map((node, index) => {
    if (index === code) return 'code'
    return node.group === 'encoder' || node.group === 'decoder' ? node.group : 'none'
  })
  const spread = (
    order: readonly number[],
    role: TensorRole,
    around: (index: number) => readonly number[],
  ) => {
    for (const index of order) {
      if (roles[index] !== 'none' || document.nodes[index]!.group !== undefined) continue
      const others = around(index)
      const fits = (other: number) => roles[other] === role || roles[other] === 'code'
      if (others.length > 0 && others.every(fits)) roles[index] = role
    }
  }
  spread([...topology.order].reverse(), 'encoder', index => topology.targets[index]!)
  spread(topology.order, 'decoder', index => topology.sources[index]!.flat().map(source => source.node))
  return roles
}
