/** What a pixel hangs together with at the two ends of a network, where counts of ways alone would not tell. */
import type { Field } from '../../analyze/field.ts'
import { endsOf } from '../../analyze/overlap.ts'
import type { Reach } from '../../analyze/receptive.ts'
import { isImage, sidesOf } from '../../analyze/window.ts'
import { formatShape } from '../../graph/shape.ts'
import type { Inference } from '../../infer/inference.ts'

/** The counts at one end, or a sentence in their place. */
export type ReachSide = { readonly field: Field } | { readonly words: string }

/** Every node from which the given one can be reached, itself among them. */
function ancestorsOf({ topology }: Inference, index: number): ReadonlySet<number> {
  const found = new Set([index])
  for (const at of found) for (const source of topology.sources[at]!.flat()) found.add(source.node)
  return found
}

/** What a pixel of node `id` is connected with at the Input (`input`) or at the output (`output`). */
export function reachSide(
  inference: Inference,
  id: string,
  reach: Reach | undefined,
  end: 'input' | 'output',
): ReachSide {
  const here = inference.topology.index.get(id)
  const there = endsOf(inference)[end]
  const fields = end === 'input' ? reach?.before : reach?.behind
  const field = there === undefined ? undefined : fields?.get(there)
  if (here === undefined || there === undefined || !fields || !field)
    return {
      words: end === 'input' ? 'No way leads there from an Input.' : 'No way leads from it to the output.',
    }
  const shapeOf = (index: number) => {
    const node = inference.nodes[index]
    return node?.state === 'ready' ? node.outputs[0] : undefined
  }
  const [from, to] = end === 'input' ? [there, here] : [here, there]
  const above = ancestorsOf(inference, to)
  const mixers = [...fields.keys()].filter(
    index =>
      index !== from &&
      sidesOf(inference.nodes[index]!)?.kind === 'scrambled' &&
      above.has(index) &&
      ancestorsOf(inference, index).has(from),
  )
  const name = (index: number) => inference.document.nodes[index]!.id
  const first = inference.topology.order.find(index => mixers.includes(index))
  const shape = shapeOf(there)
  if (first !== undefined) {
    const whole = isImage(shape)
      ? `every pixel of the ${end} hangs together with it`
      : `every value of ${name(there)}, ${shape ? formatShape(shape) : ''}, hangs together with it`
    return { words: `Behind ${name(first)} pixels have no place any more: ${whole}.` }
  }
  return isImage(shape)
    ? { field }
    : {
        words: `The ${end}, ${shape ? formatShape(shape) : name(there)}, is no image: its values have no place.`,
      }
}
