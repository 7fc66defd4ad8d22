import { create } from 'zustand'
import type { Box } from '../ui/place.ts'

interface NoteState {
  readonly shown: { readonly id: string; readonly anchor: Box } | undefined
}

/** Which mark is pointed at, and where it is in the window. */
export const useNote = create<NoteState>()(() => ({ shown: undefined }))

let closing: ReturnType<typeof setTimeout> | undefined

/** Shows the note of a layer's mark. */
export const show = (id: string, element: Element) => {
  clearTimeout(closing)
  useNote.setState({ shown: { id, anchor: element.getBoundingClientRect() } })
}
/** Hides the note in a moment, so that the pointer can get from the mark to it. */
export const hideSoon = () => {
  clearTimeout(closing)
  closing = setTimeout(() => useNote.setState({ shown: undefined }), 180)
}
/** Hides the note at once. */
export const hide = () => {
  clearTimeout(closing)
  useNote.setState({ shown: undefined })
}

/** Keeps the note open. */
export const keep = () => clearTimeout(closing)
