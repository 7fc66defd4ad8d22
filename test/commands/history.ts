import { expect } from 'vitest'
import { registry } from '../../nodes/index.ts'
import {
  type Command,
  type Refusal,
  redo,
  runCommand,
  startHistory,
  undo,
} from '../../src/commands/history.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'

/**
 * Runs a command and gives the document that it leads to. On the way it checks what holds for every command: the result
 * is a document that loads, one undo leads back exactly, and redo forth again.
 */
export function outcome(document: GraphDocument, command: Command | Refusal): GraphDocument {
  if ('refused' in command) throw new Error(`Refused: ${command.refused}`)
  const start = startHistory(document)
  const done = runCommand(start, command, 0)
  expectValid(done.document)
  if (done !== start) {
    const back = undo(done)
    expect(back.document).toEqual(document)
    expect(back.past).toEqual([])
    expect(redo(back).document).toEqual(done.document)
  }
  return done.document
}

/** Fails where the document, once saved, does not load as the same. */
export function expectValid(document: GraphDocument): void {
  expect(loadDocument(saveDocument(document, registry), registry)).toEqual({ document })
}

/** The sentence of a refusal. */
export function refusalOf(command: Command | Refusal): string {
  if (!('refused' in command)) throw new Error(`Not refused: ${command.label}`)
  return command.refused
}

/** The label that undo prints. */
export function labelOf(command: Command | Refusal): string {
  if ('refused' in command) throw new Error(`Refused: ${command.refused}`)
  return command.label
}

/** Wires as `a → b`, in the order of the document. */
export const wiresOf = (document: GraphDocument): string[] =>
  document.edges.map(edge => `${edge.source} → ${edge.target}`)

/** The upper edge of every node: `{ conv1: 50 }`. */
export const topsOf = (document: GraphDocument): Record<string, number> =>
  Object.fromEntries(document.nodes.map(node => [node.id, node.position.y]))
