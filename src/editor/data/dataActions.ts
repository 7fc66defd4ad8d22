import type { Action } from '../actions/action.ts'
import { openAddData } from './addDataStore.ts'

/** Bringing in data to learn from. */
export const dataActions: readonly Action[] = [
  {
    id: 'add-data',
    label: () => 'Add data…',
    section: 'Training',
    words: ['dataset', 'images', 'pictures', 'import', 'npz', 'csv', 'idx', 'zip', 'folder', 'fashion'],
    run: () => openAddData([]),
  },
]
