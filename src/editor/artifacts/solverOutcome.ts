/** What settings found for wished sizes would make of what really arrives, said before they are applied. */
import { endsOf } from '../../analyze/overlap.ts'
import type { Replacement } from '../../commands/index.ts'
import type { Registry } from '../../graph/definition.ts'
import { describeProblem } from '../../graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../../graph/shape.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import { plural } from '../ui/numbers.ts'
import { tryReplacement } from './fixes.ts'

/** How sizes change where a layer gives way to others. */
export interface Outcome {
  /** "deconv1 gives 1×28×28 in place of 32×9×9; the output becomes 1×47×47"; undefined where every size stays. */
  readonly change: string | undefined
  /** True where something does not fit afterwards. */
  readonly isBroken: boolean
}

const shapeOf = (inference: Inference, id: string): Shape | undefined => {
  const node = inferenceOf(inference, id)
  return node?.state === 'ready' ? node.outputs[0] : undefined
}

/** The sizes behind a replacement of layer `id`, tried on a copy of the document; undefined where it is refused. */
export function outcomeOf(
  inference: Inference,
  registry: Registry,
  id: string,
  replacement: Replacement,
): Outcome | undefined {
  const tried = tryReplacement(inference, registry, replacement)
  if (!tried) return undefined
  for (const made of replacement.ids) {
    const node = inferenceOf(tried, made)
    if (node?.state !== 'problem') continue
    return { change: `does not fit what arrives: ${describeProblem(node.problem)}`, isBroken: true }
  }
  const last = replacement.ids.at(-1)!
  const [before, after] = [shapeOf(inference, id), shapeOf(tried, last)]
  if (!after || (before && sameShape(before, after))) return { change: undefined, isBroken: false }
  const given = before
    ? `gives ${formatShape(after)} in place of ${formatShape(before)}`
    : `gives ${formatShape(after)}`
  const behind = behindWords(inference, tried, last)
  return { change: behind ? `${given}; ${behind.words}` : given, isBroken: behind?.isBroken ?? false }
}

/** What the other size leads to further on: layers that no longer fit, or another output. */
function behindWords(inference: Inference, tried: Inference, last: string) {
  const faults = tried.document.nodes.filter(
    ({ id }) =>
      inferenceOf(tried, id)?.state === 'problem' && inferenceOf(inference, id)?.state !== 'problem',
  )
  if (faults.length > 0) {
    const more = faults.length > 1 ? ` and ${plural(faults.length - 1, 'layer')} more do` : ' does'
    return { words: `${faults[0]!.id}${more} not fit then`, isBroken: true }
  }
  const { output } = endsOf(tried)
  const end = output === undefined ? undefined : tried.document.nodes[output]!.id
  if (end === undefined || end === last) return undefined
  const [now, then] = [shapeOf(inference, end), shapeOf(tried, end)]
  if (!then || (now && sameShape(now, then))) return undefined
  return {
    words: `the output becomes ${formatShape(then)}${now ? `, now ${formatShape(now)}` : ''}`,
    isBroken: false,
  }
}
