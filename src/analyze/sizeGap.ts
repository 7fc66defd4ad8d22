/** An output that does not come back to the size of the image: 27 in place of 28. */
import type { Shape } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { endsOf } from './overlap.ts'

/** The image that comes in and the one that goes out, where their sides differ. */
export function sizeGap(inference: Inference): { readonly image: Shape; readonly output: Shape } | undefined {
  const { input, code, output } = endsOf(inference)
  if (code === undefined) return undefined
  const shapeAt = (index: number | undefined) => {
    const node = index === undefined ? undefined : inference.nodes[index]
    return node?.state === 'ready' ? node.outputs[0] : undefined
  }
  const [image, made] = [shapeAt(input), shapeAt(output)]
  if (image?.length !== 3 || made?.length !== 3) return undefined
  return image[1] === made[1] && image[2] === made[2] ? undefined : { image, output: made }
}
