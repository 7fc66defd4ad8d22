/** A start that shows what a mirror does: the encoder of the reference autoencoder, then its decoder by one command. */
import { registry } from '../../../nodes/index.ts'
import { layersBehind } from '../../commands/index.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { codeOf } from '../../infer/code.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'
import { readyTemplates } from '../actions/templateActions.ts'
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

/** What the start begins with: the first template that has a code, up to it. */
export function mirrorStart(): Inference | undefined {
  for (const { inference } of readyTemplates()) {
    const document = encoderAlone(inference, 'Mirrored autoencoder')
    if (document) return inferGraph(document, registry)
  }
  return undefined
}

/** Opens that encoder and adds its mirror, which one undo takes away again. */
export function openMirrorStart(): void {
  const start = mirrorStart()
  if (!start) return
  useEditor.getState().open(start.document)
  mirrorSelection('transposed')
  useEditor
    .getState()
    .say(
      'The decoder is the mirror of the encoder. Undo leaves the encoder alone; change it, then mirror it again.',
    )
}
