/**
 * Undo and redo. The history is a value: the document, and the patches that lead back and forward. A command is a named
 * recipe on an immer draft, or a refusal that says why; nothing but a command changes a document. Commands with the same
 * `merge` key that follow each other closely become one step: typing into a field, holding an arrow key, one drag.
 */
import { applyPatches, type Draft, enablePatches, type Patch, produceWithPatches } from 'immer'
import type { GraphDocument } from '../graph/document.ts'

enablePatches()

/** A named edit. `label` is what undo prints: "Set conv3 stride to 1". */
export interface Command {
  readonly label: string
  /** Edits with the same key within `mergeWindow` are one step of the history. */
  readonly merge?: string
  /** Changes the draft. It must not read anything but the draft and what it was made with. */
  apply(draft: Draft<GraphDocument>): void
}

/** Why an edit cannot be done, for the person who tried. */
export interface Refusal {
  readonly refused: string
}

interface Entry {
  readonly label: string
  readonly merge: string | undefined
  /** When the entry last grew, in milliseconds. */
  readonly time: number
  readonly patches: readonly Patch[]
  readonly inverse: readonly Patch[]
}

export interface History {
  readonly document: GraphDocument
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
}

/** Edits with one merge key join when no more than this lies between them, in milliseconds. */
export const mergeWindow = 800

/** Steps that are kept; older ones cannot be undone any more. */
const depth = 500

/** A history that starts with this document. */
export const startHistory = (document: GraphDocument): History => ({ document, past: [], future: [] })

/** Runs a command; an edit that changes nothing leaves the history as it is. `now` is in milliseconds. */
export function runCommand(history: History, command: Command, now: number): History {
  const [document, patches, inverse] = produceWithPatches(history.document, draft => {
    command.apply(draft)
  })
  if (patches.length === 0) return history
  const last = history.past.at(-1)
  const joins =
    last !== undefined &&
    command.merge !== undefined &&
    last.merge === command.merge &&
    history.future.length === 0 &&
    now - last.time <= mergeWindow
  const entry: Entry = {
    label: command.label,
    merge: command.merge,
    time: now,
    patches: joins ? [...last.patches, ...patches] : patches,
    inverse: joins ? [...inverse, ...last.inverse] : inverse,
  }
  const past = joins ? history.past.slice(0, -1) : history.past
  return { document, past: [...past, entry].slice(-depth), future: [] }
}

/** One step back; the same history where there is none. */
export function undo(history: History): History {
  const entry = history.past.at(-1)
  if (!entry) return history
  return {
    document: applyPatches(history.document, entry.inverse),
    past: history.past.slice(0, -1),
    future: [entry, ...history.future],
  }
}

/** One step forward again; the same history where there is none. */
export function redo(history: History): History {
  const [entry, ...future] = history.future
  if (!entry) return history
  return { document: applyPatches(history.document, entry.patches), past: [...history.past, entry], future }
}
