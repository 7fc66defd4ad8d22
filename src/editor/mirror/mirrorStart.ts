/** A start that shows what a mirror does: the encoder of the reference autoencoder, then its decoder by one command. */
import { registry } from '../../../nodes/index.ts'
import { layersBehind } from '../../commands/index.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { codeOf } from '../../infer/code.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'
import { templateText } from '../actions/templateActions.ts'
import { readText } from '../saving/files.ts'
import { useEditor } from '../store/editorStore.ts'
import { mirrorSelection } from './mirrorSelection.ts'

/** Everything up to the code, as a document of its own; undefined where a network has no code. */
export function encoderAlone(inference: Inference, name: string): GraphDocument | undefined {
  const { document } = inference
  const code = codeOf(inference)
  if (code === undefined) return undefined
  const gone = new Set(layersBehind(document, document.nodes[code]!.id))
  return {
    ...document,
    name,
    nodes: document.nodes.filter(node => !gone.has(node.id)),
    edges: document.edges.filter(edge => !gone.has(edge.source) && !gone.has(edge.target)),
  }
}

/** Opens the reference autoencoder's encoder and adds its mirror, which one undo takes away again. */
export async function openMirrorStart(): Promise<void> {
  const text = await templateText('reference-autoencoder')
  const loaded = text === undefined ? undefined : await readText(text)
  if (!loaded || 'faults' in loaded) return
  const encoder = encoderAlone(inferGraph(loaded.document, registry), 'Mirrored autoencoder')
  if (!encoder) return
  const { open, say } = useEditor.getState()
  open(encoder)
  mirrorSelection('transposed')
  say(
    'The decoder is the mirror of the encoder. Undo leaves the encoder alone; change it, then mirror it again.',
  )
}
