import { create } from 'zustand'

/** The height of an open dock without its tabs, in pixels; the most is a share of the window's height. */
export const dockHeights = { least: 160, usual: 194, most: 0.6 } as const

interface LayoutState {
  readonly dockHeight: number
  readonly isDockMaximised: boolean
  /** Under 900 px the inspector lies over the canvas and can be put away. */
  readonly isInspectorOpen: boolean
  /** Where the palette is a rail, the whole of it can lie over the canvas. */
  readonly isPaletteOpen: boolean
  /** After a run: the settings of the next one stand where its numbers were. */
  readonly isSettingTraining: boolean
  /** Which dialog is open; one at most. */
  readonly dialog: 'commands' | 'help' | 'import' | 'experiment' | undefined
  setDockHeight(height: number): void
  set(
    change: Partial<
      Pick<
        LayoutState,
        'isDockMaximised' | 'isInspectorOpen' | 'isPaletteOpen' | 'isSettingTraining' | 'dialog'
      >
    >,
  ): void
}

/** How the window is divided; session state, neither saved with the document nor undone. */
export const useLayout = create<LayoutState>()(set => ({
  dockHeight: dockHeights.usual,
  isDockMaximised: false,
  isInspectorOpen: false,
  isPaletteOpen: false,
  isSettingTraining: false,
  dialog: undefined,
  setDockHeight: height =>
    set({
      dockHeight: Math.round(
        Math.min(Math.max(height, dockHeights.least), window.innerHeight * dockHeights.most),
      ),
      isDockMaximised: false,
    }),
  set: change => set(change),
}))
