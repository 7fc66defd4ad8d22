import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { trainRefusal } from '../store/trainRefusal.ts'
import type { Action } from './action.ts'

/** Starting, pausing and ending a run. */
export const trainingActions: readonly Action[] = [
  {
    id: 'train',
    label: () => {
      const { trained, opened } = useTraining.getState()
      return trained && !opened ? 'Train again' : 'Train'
    },
    section: 'Training',
    keys: ['Mod+Enter'],
    words: ['start', 'fit', 'learn'],
    refusal: () => {
      const { kind } = useTraining.getState().status
      if (kind === 'running' || kind === 'preparing') return 'A run is going on: stop it first.'
      if (kind === 'paused') return 'A run is paused: stop it first, or resume it.'
      return trainRefusal(useEditor.getState().inference)
    },
    run: () => useTraining.getState().train(),
  },
  {
    id: 'pause',
    label: () => (useTraining.getState().status.kind === 'paused' ? 'Resume training' : 'Pause training'),
    section: 'Training',
    keys: ['Space'],
    refusal: () => {
      const { kind } = useTraining.getState().status
      return kind === 'running' || kind === 'paused' ? undefined : 'No training is running.'
    },
    run: () => {
      const { status, pause, resume } = useTraining.getState()
      if (status.kind === 'paused') resume()
      else pause()
    },
  },
  {
    id: 'stop',
    label: () => 'Stop training',
    section: 'Training',
    refusal: () => {
      const { kind } = useTraining.getState().status
      return kind === 'running' || kind === 'paused' || kind === 'preparing'
        ? undefined
        : 'No training is running.'
    },
    run: () => useTraining.getState().stop(),
  },
  {
    id: 'experiment',
    label: () => 'Code sizes…',
    section: 'Training',
    words: ['experiment', 'grid', 'pca', 'compare', 'd ='],
    run: () => useLayout.getState().set({ dialog: 'experiment' }),
  },
]
