import { useEditor } from '../store/editorStore.ts'
import { useLayout } from '../store/layoutStore.ts'
import { type MapView, useArtifacts } from './artifactsStore.ts'

/** Opens the artifacts panel in full, on a layer where one is given. */
export function openArtifacts(id?: string, view: MapView = 'layer'): void {
  const { select, show } = useEditor.getState()
  if (id !== undefined) {
    select([id])
    useArtifacts.getState().set({ view, size: undefined })
  }
  show({ dockTab: 'artifacts', isDockOpen: true })
  useLayout.getState().set({ isDockMaximised: true })
}
