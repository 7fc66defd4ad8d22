import { sidesOf } from '../../analyze/window.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import type { MapView } from './artifactsStore.ts'

/** True for layers that have a map: transposed ones, and strided sliding ones. */
export function hasMap(inference: Inference, id: string): boolean {
  const index = inference.topology.index.get(id)
  const node = index === undefined ? undefined : inference.nodes[index]
  const sides = node && sidesOf(node)
  if (sides?.kind !== 'window') return false
  return sides.window.kind === 'scatter' || sides.window.stride.some(step => step > 1)
}

/** True for layers whose matrix can be written down. */
const hasKernel = (inference: Inference, id: string): boolean =>
  'kernelSize' in (inferenceOf(inference, id)?.params ?? {})

/**
 * The layer that the panel is about: the selected one; of several the first at risk, else the first that has a map, else
 * the first with a kernel, as for a matrix. The same of all layers where none is selected. Undefined without any layer.
 */
export function currentLayer(
  inference: Inference,
  selection: readonly string[],
  risks: ReadonlyMap<string, unknown>,
  view: MapView = 'layer',
): string | undefined {
  const all = inference.topology.order.map(index => inference.document.nodes[index]!.id)
  const chosen = new Set(selection)
  const among = all.filter(id => chosen.has(id))
  if (among.length === 1) return among[0]
  const ids = among.length > 0 ? among : all
  const marked =
    view === 'matrix' ? undefined : (ids.find(id => risks.has(id)) ?? ids.find(id => hasMap(inference, id)))
  return marked ?? ids.find(id => hasKernel(inference, id)) ?? ids[0]
}
