import { compile } from '../../compile/compile.ts'
import type { Plan } from '../../compile/plan.ts'
import type { Action } from '../actions/action.ts'
import { fileName } from '../code/download.ts'
import { useEditor } from '../store/editorStore.ts'
import { type MapView, useArtifacts } from './artifactsStore.ts'
import { openArtifacts } from './openArtifacts.ts'
import { savePng, saveSvg } from './savePicture.ts'

const isEmpty = () =>
  useEditor.getState().history.document.nodes.length === 0 ? 'The page is empty.' : undefined

const showView = (view: MapView, label: string, words: readonly string[]): Action => ({
  id: `artifacts-${view}`,
  label: () => label,
  section: 'Panels',
  words,
  refusal: isEmpty,
  run: () => {
    openArtifacts()
    useArtifacts.getState().set({ view, size: undefined })
  },
})

/** The plan whose sizes the ladder shows, or why there is none. */
function planned(): { readonly plan: Plan } | { readonly refusal: string } {
  const compiled = compile(useEditor.getState().inference)
  return 'problems' in compiled ? { refusal: compiled.problems[0]!.message } : compiled
}

/** Draws and saves the ladder; the printer is loaded when it is first asked for. */
async function save(plan: Plan, kind: 'svg' | 'png'): Promise<void> {
  const { printSizeLadder } = await import('../../formats/sizeLadder.ts')
  const [svg, name] = [printSizeLadder(plan), `${fileName(plan.name)}-sizes`]
  if (kind === 'svg') saveSvg(svg, name)
  else await savePng(svg, name)
}

const saveLadder = (kind: 'svg' | 'png'): Action => ({
  id: `export-ladder-${kind}`,
  label: () => `Save the size ladder as ${kind.toUpperCase()}`,
  section: 'Document',
  words: ['export', 'figure', 'picture', 'paper', 'sizes'],
  refusal: () => {
    const made = planned()
    return 'refusal' in made ? made.refusal : undefined
  },
  run: () => {
    const made = planned()
    if ('refusal' in made) return
    save(made.plan, kind).catch((error: unknown) =>
      useEditor.getState().say(error instanceof Error ? error.message : String(error)),
    )
  },
})

/** What the artifacts panel can be asked for by name. */
export const artifactActions: readonly Action[] = [
  showView('layer', 'Overlap map of this layer', ['artifacts', 'checkerboard', 'heat map', 'stride']),
  showView('decoder', 'Overlap map of the whole decoder', ['artifacts', 'checkerboard']),
  showView('encoder', "Map of the encoder's gradient", ['artifacts', 'checkerboard']),
  showView('sizes', 'Sizes: find settings, size ladder', ['solver', '7', '14', '28', 'lecture', 'figure']),
  showView('reach', 'Receptive field of a pixel', ['paths', 'ways', 'field of view']),
  showView('matrix', 'Convolution as a matrix', ['W', 'transpose', 'sparse', 'vec', 'Toeplitz']),
  saveLadder('svg'),
  saveLadder('png'),
]
