/** What becomes of the unevenness of one layer further on: evened out by another layer, or kept to the end. */
import type { Inference } from '../infer/inference.ts'
import { constantField, unevennessOf } from './field.ts'
import type { LayerOverlap } from './overlap.ts'
import { propagateBackward, propagateForward } from './propagate.ts'

/** Below this an unevenness prints as 0.00; many smoothing layers leave such rests. */
export const noticeable = 0.005

/** True where a layer by itself paints, or spreads its gradient, unevenly. */
export const isRisk = ({ unevenness }: Pick<LayerOverlap, 'unevenness'>): boolean => unevenness >= noticeable

/** The id of the layer behind which (for a gradient: before which) the pattern of this one is gone; undefined if none. */
export function evenedBy(
  inference: Inference,
  { id, kind }: Pick<LayerOverlap, 'id' | 'kind'>,
): string | undefined {
  const { document, topology } = inference
  const index = topology.index.get(id)
  if (index === undefined) return undefined
  const [source] = topology.sources[index]!.flat()
  if (!source) return undefined
  const isForward = kind === 'forward'
  const fields = isForward
    ? propagateForward(inference, source.node, constantField(1, 1), 'endless')
    : propagateBackward(inference, index, constantField(1, 1), 'endless')
  const follow = (node: number): number | undefined =>
    isForward ? topology.targets[node]![0] : topology.sources[node]!.flat()[0]?.node
  let at = isForward ? index : source.node
  for (;;) {
    const next = follow(at)
    const field = next === undefined ? undefined : fields.get(next)
    if (next === undefined || !field) return undefined
    if (unevennessOf(field) < noticeable) return document.nodes[isForward ? next : at]!.id
    at = next
  }
}
