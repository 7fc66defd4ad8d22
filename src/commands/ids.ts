import type { NodeDefinition } from '../graph/definition.ts'
import type { GraphDocument } from '../graph/document.ts'

/** A name that is free for a new node: the stem and the next number, `conv6` behind `conv5`; the first source has none. */
export function newId(
  document: Pick<GraphDocument, 'nodes'>,
  definition: Pick<NodeDefinition, 'stem' | 'category'>,
): string {
  const taken = new Set(document.nodes.map(node => node.id))
  if (definition.category === 'source' && !taken.has(definition.stem)) return definition.stem
  return nextId(taken, definition.stem, definition.category === 'source' ? 2 : 1)
}

/** An id that is free for a new wire. */
export const newEdgeId = (edges: GraphDocument['edges']): string =>
  nextId(new Set(edges.map(edge => edge.id)), 'e', 1)

/** The wanted name, or where it is taken the next number behind its letters: `conv3` becomes `conv6`. */
export function freeId(taken: ReadonlySet<string>, wanted: string): string {
  if (!taken.has(wanted)) return wanted
  return nextId(taken, wanted.replace(/\d+$/, '') || 'layer', 2)
}

/** The stem with a number above all that are taken, and at least `first`. */
function nextId(taken: ReadonlySet<string>, stem: string, first: number): string {
  let number = first
  for (const id of taken) {
    const digits = id.startsWith(stem) ? id.slice(stem.length) : ''
    if (/^\d{1,9}$/.test(digits)) number = Math.max(number, Number(digits) + 1)
  }
  return `${stem}${number}`
}
