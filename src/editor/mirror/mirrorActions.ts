import type { MirrorForm } from '../../graph/definition.ts'
import type { Action } from '../actions/action.ts'
import { useEditor } from '../store/editorStore.ts'
import { mirrorOf, mirrorSelection } from './mirrorSelection.ts'
import { openMirrorStart } from './mirrorStart.ts'

const mirrorAs = (form: MirrorForm, label: string): Action => ({
  id: `mirror-${form}`,
  label: () => label,
  section: 'Layers',
  words: ['decoder', 'transposed', 'twin', 'reverse', 'autoencoder', 'upsample', 'encoder'],
  refusal: () => {
    const { inference, selection } = useEditor.getState()
    const mirror = mirrorOf(inference, selection, form)
    return 'refusal' in mirror ? mirror.refusal : undefined
  },
  run: () => mirrorSelection(form),
})

/** The two forms of a mirrored decoder, and a start with one. */
export const mirrorActions: readonly Action[] = [
  mirrorAs('transposed', 'Mirror as decoder'),
  mirrorAs('resize', 'Mirror as decoder, with Upsample and Conv2d'),
  {
    id: 'mirror-start',
    label: () => 'New: mirror from an encoder',
    section: 'Document',
    words: ['new', 'start', 'template', 'decoder'],
    run: () => void openMirrorStart(),
  },
]
