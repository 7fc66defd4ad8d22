import { registry } from '../../../nodes/index.ts'
import { isLoss } from '../../graph/definition.ts'
import type { GraphDocument } from '../../graph/document.ts'

/** The loss that a document is trained with: the types of its loss nodes, or else that of its settings. */
export function lossNames({ nodes, training }: GraphDocument): {
  readonly name: string
  readonly why: string
} {
  const types = nodes.flatMap(({ type }) => {
    const definition = registry.get(type)
    return definition !== undefined && isLoss(definition) ? [type] : []
  })
  return types.length === 0
    ? { name: training.loss, why: 'against image' }
    : { name: [...new Set(types)].join(' + '), why: types.length === 1 ? 'a node' : 'added up' }
}
