import { focusNode } from '../canvas/focus.ts'
import { revealNode } from '../canvas/reveal.ts'
import { useEditor } from '../store/editorStore.ts'

/** Selects a node, brings it into view and gives it the focus. */
export function showNode(id: string): void {
  useEditor.getState().select([id])
  revealNode(id)
  focusNode(id)
}
