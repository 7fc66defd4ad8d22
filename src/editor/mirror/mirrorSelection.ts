/** The decoder of what is selected, made ready to be added: what it would do, or why there is none. */
import { registry } from '../../../nodes/index.ts'
import { mirrorChain } from '../../analyze/mirror.ts'
import { appendMirror, layersBehind, type Replacement } from '../../commands/index.ts'
import type { MirrorForm } from '../../graph/definition.ts'
import { formatShape } from '../../graph/shape.ts'
import type { Inference } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import { plural } from '../ui/numbers.ts'

/** A decoder that can be added. */
export interface ReadyMirror {
  readonly replacement: Replacement
  /** What it leads to: "adds 9 layers, 8×1×1 → 1×28×28". */
  readonly outcome: string
}

/**
 * The layers that a selection stands for: several are meant as they are; a single one means the whole chain that leads to
 * it, and none the encoder, or everything where there is no encoder.
 */
export function meantLayers(
  { document, topology }: Inference,
  selection: readonly string[],
): readonly string[] {
  if (selection.length > 1) return selection
  const [only] = selection
  if (only === undefined) {
    const encoder = document.nodes.filter(node => node.group === 'encoder')
    return (encoder.length > 0 ? encoder : document.nodes).map(node => node.id)
  }
  const chain: string[] = []
  let at = topology.index.get(only)
  while (at !== undefined && !chain.includes(document.nodes[at]!.id)) {
    chain.unshift(document.nodes[at]!.id)
    const sources: readonly { readonly node: number }[] = topology.sources[at]!.flat()
    at = sources.length === 1 ? sources[0]!.node : undefined
  }
  return chain
}

/** The mirror of a selection, or the reason why there is none. */
export function mirrorOf(
  inference: Inference,
  selection: readonly string[],
  form: MirrorForm,
): ReadyMirror | { readonly refusal: string } {
  const ids = meantLayers(inference, selection)
  if (ids.length === 0) return { refusal: 'There is no layer to mirror.' }
  const mirror = mirrorChain(inference, ids, form, registry)
  if ('why' in mirror)
    return { refusal: `${mirror.node || 'The selection'} cannot be mirrored: ${mirror.why}.` }
  const { document, topology } = inference
  const last = topology.order.map(index => document.nodes[index]!.id).findLast(id => ids.includes(id))!
  const behind = layersBehind(document, last)
  const replacement = appendMirror(document, registry, ids, mirror.layers, { replaces: true })
  if ('refused' in replacement.command) return { refusal: replacement.command.refused }
  const code = inference.nodes[topology.index.get(last)!]!
  const from = code.state === 'ready' ? formatShape(code.outputs[0]!) : ''
  const sizes = `${from} → ${formatShape(mirror.output)}`
  const outcome =
    behind.length === 0
      ? `adds ${plural(mirror.layers.length, 'layer')}, ${sizes}`
      : `${plural(mirror.layers.length, 'layer')} in place of the ${behind.length} behind ${last}, ${sizes}`
  return { replacement, outcome }
}

/** Adds the mirror of what is selected and selects it. */
export function mirrorSelection(form: MirrorForm): void {
  const { inference, selection, run, select, say } = useEditor.getState()
  const mirror = mirrorOf(inference, selection, form)
  if ('refusal' in mirror) say(mirror.refusal)
  else if (run(mirror.replacement.command)) select(mirror.replacement.ids)
}
