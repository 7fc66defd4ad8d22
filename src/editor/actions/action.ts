/**
 * One object for each thing a person can do. Menus, buttons, keys, the command palette and the list of keys all read the
 * same object, so that they cannot disagree on its name, its key or whether it can be done now.
 */
export interface Action {
  readonly id: string
  /** What it does, as a button says it: "Undo". May depend on the state: "Pause training". */
  label(): string
  readonly section: ActionSection
  /** Chords such as `Mod+Shift+Z`, `F6`, `?`; `Mod` is Ctrl, or Command on a Mac. The first one is shown. */
  readonly keys?: readonly string[]
  /** `canvas`: the key acts only while the canvas has the focus, and the canvas listens for it itself. */
  readonly scope?: 'canvas'
  /** Other words by which a person may look for it. */
  readonly words?: readonly string[]
  /** Why it cannot be done now, as a sentence; undefined where it can. */
  refusal?(): string | undefined
  run(): void
}

/** The headings of the command palette and of the list of keys, in their order. */
export const actionSections = ['Document', 'Edit', 'Canvas', 'Layers', 'Training', 'Panels', 'Help'] as const
export type ActionSection = (typeof actionSections)[number]

/** Does the action, where it can be done. True where it was. */
export function perform(action: Action): boolean {
  if (action.refusal?.() !== undefined) return false
  action.run()
  return true
}
