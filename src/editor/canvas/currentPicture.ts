import { create } from 'zustand'
import type { Inference } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { useCanvas } from './canvasStore.ts'
import { type Picture, pictureOf } from './picture.ts'

let last:
  | { inference: Inference; moved: ReadonlyMap<string, unknown>; span: number; picture: Picture }
  | undefined

/** The width that the widest tensor takes on the canvas as it is now. */
export let currentSpan = 560

/** The picture of the document as it is on the canvas now; derived once for each state. */
export function currentPicture(span = currentSpan): Picture {
  const { inference } = useEditor.getState()
  const { moved } = useCanvas.getState()
  currentSpan = span
  if (last?.inference !== inference || last.moved !== moved || last.span !== span) {
    last = { inference, moved, span, picture: pictureOf(inference, moved, span, last?.picture) }
  }
  return last.picture
}

/** The picture that the wires on the canvas show; each of them listens for its own part. */
export const useDrawn = create<{ readonly wires: Picture['wires'] }>()(() => ({ wires: new Map() }))
