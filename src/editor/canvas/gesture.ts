import type { Command, Refusal } from '../../commands/history.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { useEditor } from '../store/editorStore.ts'

/** A row of edits that is one step of the history, however long it takes: scrubbing, or typing into a card. */
export interface Gesture {
  /** Replaces what the gesture did so far. `make` is given the document as it was before the gesture. */
  apply(make: (document: GraphDocument) => Command | Refusal): void
  /** Takes back what the gesture did. */
  cancel(): void
}

/** Begins a gesture. Each edit takes back the one before, so that the last one alone stays. */
export function startGesture(): Gesture {
  let applied: unknown
  const cancel = () => {
    const { history, undo } = useEditor.getState()
    if (applied !== undefined && history === applied) undo()
    applied = undefined
  }
  return {
    cancel,
    apply: make => {
      cancel()
      const command = make(useEditor.getState().history.document)
      if ('refused' in command) return
      const alone: Command = { label: command.label, apply: command.apply }
      if (useEditor.getState().run(alone)) applied = useEditor.getState().history
    },
  }
}
