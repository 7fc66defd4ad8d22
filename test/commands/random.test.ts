import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitions, registry } from '../../nodes/index.ts'
import {
  type Command,
  type Refusal,
  redo,
  runCommand,
  startHistory,
  undo,
} from '../../src/commands/history.ts'
import {
  addGroup,
  addNode,
  appendAfter,
  arrange,
  connect,
  copyNodes,
  duplicateNodes,
  insertExistingOnEdge,
  insertOnEdge,
  moveNodes,
  reconnect,
  removeEdges,
  removeGroup,
  removeNodes,
  renameNode,
  setGroup,
  setParams,
  setTraining,
} from '../../src/commands/index.ts'
import { pasteNodes } from '../../src/commands/paste.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { expectValid } from './history.ts'

const { text } = templateNamed('linear-autoencoder')!
const start = (loadDocument(text, registry) as { document: GraphDocument }).document

/** An edit of whatever document there is, chosen by numbers: which node, which wire, which type, where. */
type Edit = (document: GraphDocument, a: number, b: number, c: number) => Command | Refusal

const nothing: Refusal = { refused: 'There is nothing to choose from.' }

const withNode =
  (edit: (document: GraphDocument, id: string, b: number, c: number) => Command | Refusal): Edit =>
  (document, a, b, c) => {
    const node = document.nodes[a % document.nodes.length]
    return node ? edit(document, node.id, b, c) : nothing
  }
const withEdge =
  (edit: (document: GraphDocument, id: string, b: number, c: number) => Command | Refusal): Edit =>
  (document, a, b, c) => {
    const edge = document.edges[a % document.edges.length]
    return edge ? edit(document, edge.id, b, c) : nothing
  }
const typeOf = (number: number) => definitions[number % definitions.length]!.type
const idOf = (document: GraphDocument, number: number) =>
  document.nodes[number % document.nodes.length]?.id ?? ''
const place = (b: number, c: number) => ({ x: (b % 5) * 200 - 400, y: (c % 40) * 25 })

const edits: readonly Edit[] = [
  (document, a, b, c) => addNode(document, registry, { type: typeOf(a), position: place(b, c) }).command,
  withNode((document, id, b) => appendAfter(document, registry, id, { type: typeOf(b) }).command),
  withEdge((document, id, b) => insertOnEdge(document, registry, id, { type: typeOf(b) }).command),
  withEdge((document, id, b, c) =>
    insertExistingOnEdge(document, registry, id, idOf(document, b), place(b, c)),
  ),
  withNode((document, source, b) => connect(document, registry, { source, target: idOf(document, b) })),
  withEdge((document, id, b, c) =>
    reconnect(document, registry, id, { source: idOf(document, b), target: idOf(document, c) }),
  ),
  withEdge((document, id) => removeEdges(document, [id])),
  withNode((document, id, b) => removeNodes(document, registry, [id, idOf(document, b)])),
  withNode((document, id, b) => duplicateNodes(document, registry, [id, idOf(document, b)]).command),
  withNode((document, id, b, c) => {
    const copied = copyNodes(document, [id, idOf(document, b)])
    return pasteNodes(document, registry, copied, place(b, c)).command
  }),
  withNode((document, id, b, c) => moveNodes(document, [{ id, position: place(b, c) }], 'move')),
  withNode((document, id, b) =>
    setParams(document, registry, id, { kernelSize: (b % 7) - 1 }, { merge: 'k' }),
  ),
  withNode((document, id, b) => setParams(document, registry, id, { outFeatures: b % 900 })),
  withNode((document, id, b) => renameNode(document, id, b % 3 === 0 ? idOf(document, b) : `name ${b % 9}`)),
  withNode((document, id, b) => setGroup(document, [id], document.groups[b % 4]?.id)),
  withNode((document, id, b) => addGroup(document, `group ${b % 4}`, [id]).command),
  (document, a) => removeGroup(document, document.groups[a % 4]?.id ?? 'none'),
  (document, a) => setTraining(document, { epochs: a % 20 }),
  document => arrange(document, registry),
]

const steps = fc.array(fc.tuple(fc.nat(edits.length - 1), fc.nat(1000), fc.nat(1000), fc.nat(1000)), {
  maxLength: 40,
})

test('whatever is done, the document stays valid, undo leads back to the start and redo to the end', () => {
  fc.assert(
    fc.property(steps, sequence => {
      let history = startHistory(start)
      sequence.forEach(([edit, a, b, c], i) => {
        const command = edits[edit]!(history.document, a, b, c)
        if (!('refused' in command)) history = runCommand(history, command, i * 500)
        else expect(command.refused).toMatch(/^\S.*\.$|; did you mean .*\?$/)
      })
      const end = history.document
      expectValid(end)
      inferGraph(end, registry)
      const { length } = history.past
      for (let i = 0; i < length; i++) history = undo(history)
      expect(history.document).toEqual(start)
      for (let i = 0; i < length; i++) history = redo(history)
      expect(history.document).toEqual(end)
    }),
    { numRuns: 150 },
  )
})
