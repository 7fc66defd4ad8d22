/**
 * Commands work out the document that they lead to as a plain value; `edit` makes a command of the difference. So a
 * command can be tried without being run, and its patches hold no more than what differs.
 */
import { type Draft, original } from 'immer'
import type { GraphDocument } from '../graph/document.ts'
import type { Command, Refusal } from './history.ts'

/** A command that leads from the one document to the other. It throws where it is run on any other document. */
export const edit = (
  label: string,
  before: GraphDocument,
  after: GraphDocument,
  merge?: string,
): Command => ({
  label,
  ...(merge === undefined ? {} : { merge }),
  apply: draft => {
    if (original(draft) !== before) throw new Error(`"${label}" was made for another state of the document.`)
    if (after.name !== before.name) draft.name = after.name
    if (after.training !== before.training)
      draft.training = after.training as Draft<GraphDocument>['training']
    write(draft.nodes, before.nodes, after.nodes, list => {
      draft.nodes = list as Draft<GraphDocument>['nodes']
    })
    write(draft.edges, before.edges, after.edges, list => {
      draft.edges = list as Draft<GraphDocument>['edges']
    })
    write(draft.groups, before.groups, after.groups, list => {
      draft.groups = list as Draft<GraphDocument>['groups']
    })
  },
})

/** Writes what differs: single items where nothing moved, the whole list where it did. */
function write<T extends { readonly id: string }>(
  draft: Draft<T>[],
  before: readonly T[],
  after: readonly T[],
  replace: (list: readonly T[]) => void,
) {
  if (before === after) return
  const isInPlace =
    after.length >= before.length &&
    before.every((item, i) => item === after[i] || item.id === after[i]!.id || after.length === before.length)
  if (!isInPlace) return replace(after)
  after.forEach((item, i) => {
    if (item !== before[i]) draft[i] = item as Draft<T>
  })
}

/** Says why an edit cannot be done. */
export const refuse = (refused: string): Refusal => ({ refused })

/** "conv3", or "3 layers". */
export const nameThem = (ids: readonly string[]): string =>
  ids.length === 1 ? ids[0]! : `${ids.length} layers`

/** The document with each of these nodes changed; the rest stays the same objects. */
export function mapNodes(
  document: GraphDocument,
  change: (node: GraphDocument['nodes'][number]) => GraphDocument['nodes'][number],
): GraphDocument {
  const nodes = document.nodes.map(change)
  return nodes.every((node, i) => node === document.nodes[i]) ? document : { ...document, nodes }
}
