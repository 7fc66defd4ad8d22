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
 * The layer that the panel is about: the selected one, else the first at risk, else the first that has a map, else the first
 * with a kernel, as for a matrix. Undefined without any layer.
 */
export function currentLayer(
  inference: Inference,
  selection: readonly string[],
  risks: ReadonlyMap<string, unknown>,
  view: MapView = 'layer',
): string | undefined {
  const [only, ...others] = selection
  if (only !== undefined && others.length === 0 && inference.topology.index.has(only)) return only
  const ids = inference.topology.order.map(index => inference.document.nodes[index]!.id)
  const marked =
    view === 'matrix' ? undefined : (ids.find(id => risks.has(id)) ?? ids.find(id => hasMap(inference, id)))
  return marked ?? ids.find(id => hasKernel(inference, id)) ?? ids[0]
}
