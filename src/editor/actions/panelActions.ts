import { type DockTab, useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useTraining } from '../store/trainingStore.ts'
import { type Theme, useTheme } from '../theme.ts'
import type { Action } from './action.ts'
import { moveToRegion } from './regions.ts'

const showTab = (id: DockTab, label: string, key: string): Action => ({
  id: `show-${id}`,
  label: () => label,
  section: 'Panels',
  keys: [key],
  run: () => {
    const { dockTab, isDockOpen, show } = useEditor.getState()
    show({ dockTab: id, isDockOpen: !(isDockOpen && dockTab === id) })
  },
})

const chooseTheme = (theme: Theme, label: string): Action => ({
  id: `theme-${theme}`,
  label: () => label,
  section: 'Panels',
  words: ['theme', 'colours', 'colors', 'mode'],
  refusal: () => (useTheme.getState().theme === theme ? 'It is the theme now.' : undefined),
  run: () => useTheme.getState().set(theme),
})

/** What is shown, and where the focus is. */
export const panelActions: readonly Action[] = [
  showTab('problems', 'Show or hide problems', '1'),
  showTab('train', 'Show or hide training', '2'),
  showTab('artifacts', 'Show or hide artifacts', '4'),
  showTab('latent', 'Show or hide the latent space', '5'),
  showTab('runs', 'Show or hide runs', '6'),
  {
    id: 'show-feature-maps',
    label: () => 'Show or hide feature maps',
    section: 'Panels',
    words: ['activations', 'strips', 'inside', 'canvas'],
    refusal: () =>
      useTraining.getState().hasWeights ? undefined : 'There is no trained network yet: train first.',
    run: () => void import('../inside/insideStore.ts').then(({ toggleFeatureMaps }) => toggleFeatureMaps()),
  },
  {
    id: 'show-code',
    label: () => (useEditor.getState().isCodeOpen ? 'Hide code' : 'Show code'),
    section: 'Panels',
    keys: ['3'],
    words: ['typescript', 'export', 'split'],
    run: () => {
      const { isCodeOpen, show } = useEditor.getState()
      show({ isCodeOpen: !isCodeOpen })
    },
  },
  {
    id: 'maximise-dock',
    label: () =>
      useLayout.getState().isDockMaximised ? 'Give the canvas its place back' : 'Maximise the lower panel',
    section: 'Panels',
    run: () => {
      useEditor.getState().show({ isDockOpen: true })
      const { isDockMaximised, set } = useLayout.getState()
      set({ isDockMaximised: !isDockMaximised })
    },
  },
  {
    id: 'next-region',
    label: () => 'Go to the next part of the window',
    section: 'Panels',
    keys: ['F6'],
    run: () => moveToRegion(1),
  },
  {
    id: 'previous-region',
    label: () => 'Go to the previous part of the window',
    section: 'Panels',
    keys: ['Shift+F6'],
    run: () => moveToRegion(-1),
  },
  {
    id: 'search-layers',
    label: () => 'Search layers',
    section: 'Layers',
    keys: ['/'],
    run: () => {
      const field = document.querySelector<HTMLInputElement>('[data-palette-search]')
      if (field) field.focus()
      else useLayout.getState().set({ isPaletteOpen: true })
    },
  },
  chooseTheme('system', 'Theme of the system'),
  chooseTheme('light', 'Light theme'),
  chooseTheme('dark', 'Dark theme'),
]
