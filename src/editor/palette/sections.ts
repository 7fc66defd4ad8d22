import { definitions } from '../../../nodes/index.ts'
import type { Category, NodeDefinition } from '../../graph/definition.ts'

const titles: Readonly<Record<Category, string>> = {
  convolution: 'Convolution',
  pooling: 'Pooling',
  activation: 'Activation',
  normalization: 'Normalization',
  regularization: 'Regularization',
  padding: 'Padding',
  vector: 'Vector',
  merge: 'Merge',
  loss: 'Loss',
  source: 'Source',
}

export interface Section {
  readonly category: Category
  readonly title: string
  readonly definitions: readonly NodeDefinition[]
}

/** The layer types by category, in the order of the list; with a query, those whose name or category holds it, best first. */
export function findLayers(query: string): readonly Section[] {
  const wanted = query.trim().toLowerCase()
  const sections = [...new Set(definitions.map(definition => definition.category))].map(category => ({
    category,
    title: titles[category],
    definitions: definitions
      .filter(definition => definition.category === category && rank(definition, wanted) > 0)
      .sort((a, b) => rank(b, wanted) - rank(a, wanted)),
  }))
  const best = (section: Section) =>
    Math.max(...section.definitions.map(definition => rank(definition, wanted)))
  return sections
    .filter(section => section.definitions.length > 0)
    .sort((a, b) => (wanted === '' ? 0 : best(b) - best(a)))
}

function rank({ title, category }: NodeDefinition, wanted: string): number {
  const name = title.toLowerCase()
  if (wanted === '') return 1
  if (name.startsWith(wanted)) return 3
  if (name.includes(wanted)) return 2
  return category.startsWith(wanted) ? 1 : 0
}
