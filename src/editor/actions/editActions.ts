import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import type { Action } from './action.ts'

/** Undo and redo, each with what it would take back. */
export const editActions: readonly Action[] = [
  {
    id: 'undo',
    label: () => {
      const last = useEditor.getState().history.past.at(-1)
      return last ? `Undo: ${last.label}` : 'Undo'
    },
    section: 'Edit',
    keys: ['Mod+Z'],
    refusal: () => (useEditor.getState().history.past.length === 0 ? 'There is nothing to undo.' : undefined),
    run: () => useEditor.getState().undo(),
  },
  {
    id: 'redo',
    label: () => {
      const next = useEditor.getState().history.future[0]
      return next ? `Redo: ${next.label}` : 'Redo'
    },
    section: 'Edit',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    refusal: () =>
      useEditor.getState().history.future.length === 0 ? 'There is nothing to redo.' : undefined,
    run: () => useEditor.getState().redo(),
  },
]

/** Dialogs that help along. */
export const helpActions: readonly Action[] = [
  {
    id: 'commands',
    label: () => 'Search commands',
    section: 'Help',
    keys: ['Mod+K'],
    run: () => useLayout.getState().set({ dialog: 'commands' }),
  },
  {
    id: 'help',
    label: () => 'All keys',
    section: 'Help',
    keys: ['?'],
    words: ['shortcuts', 'help', 'about', 'credits', 'licence'],
    run: () => useLayout.getState().set({ dialog: 'help' }),
  },
]
