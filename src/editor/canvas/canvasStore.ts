import { create } from 'zustand'
import type { Position } from '../../graph/document.ts'

/** What a small list on the canvas lets one choose: a layer to add, or a port to connect to. */
export type Picker =
  | {
      readonly kind: 'add'
      /** Where it opens, in pixels of the canvas. */
      readonly at: Position
      /** Where the layer goes if it is not appended, in the document's pixels. */
      readonly place: Position
      /** The layer behind which it goes. */
      readonly after: string | undefined
    }
  | { readonly kind: 'connect'; readonly at: Position; readonly node: string }

/** What a layer dragged over the canvas would do if it were dropped now. */
export type DropTarget =
  | { readonly kind: 'wire'; readonly edge: string; readonly title: string }
  | { readonly kind: 'place'; readonly place: Position; readonly title: string; readonly isPill: boolean }

interface CanvasState {
  /** Positions of nodes in the middle of a drag; one command writes them down at the drop. */
  readonly moved: ReadonlyMap<string, Position>
  readonly hovered: string | undefined
  readonly hoveredEdge: string | undefined
  readonly drop: DropTarget | undefined
  readonly picker: Picker | undefined
  /** The value on a card that is being edited. */
  readonly editing: { readonly node: string; readonly param: string } | undefined
  set(change: Partial<Omit<CanvasState, 'set'>>): void
}

const nothingMoved: ReadonlyMap<string, Position> = new Map()

/** What passes on the canvas between two commands; never saved, never undone. */
export const useCanvas = create<CanvasState>()(set => ({
  moved: nothingMoved,
  hovered: undefined,
  hoveredEdge: undefined,
  drop: undefined,
  picker: undefined,
  editing: undefined,
  set: change => set(change),
}))

/** Ends a drag: nodes are where the document says. */
export const settle = (): void => {
  if (useCanvas.getState().moved.size > 0) useCanvas.setState({ moved: nothingMoved })
}
