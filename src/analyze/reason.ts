/** Why a layer paints, or spreads its gradient, unevenly: in words, from its numbers. */
import { type Inference, inferenceOf } from '../infer/inference.ts'
import type { AxisWindow } from './axis.ts'
import { greatestDivisor } from './resample.ts'
import { sidesOf } from './window.ts'

function axisReason({ kernel, stride, dilation, mixing }: AxisWindow): string | undefined {
  if (mixing) {
    const [less, more] = [mixing.side, mixing.size].sort((a, b) => a - b) as [number, number]
    return more % less === 0 ? undefined : `${more} is not a multiple of ${less}`
  }
  if (stride === 1) return undefined
  if (kernel < stride && dilation === 1) return `kernel ${kernel} is below stride ${stride} and leaves gaps`
  if (greatestDivisor(stride, dilation) > 1)
    return `stride ${stride} and dilation ${dilation} share a factor, so that taps fall on some pixels only`
  return kernel % stride === 0 ? undefined : `kernel ${kernel} is not a multiple of stride ${stride}`
}

/** Why a layer is uneven: "kernel 3 is not a multiple of stride 2"; for one axis where only that is. */
export function reasonOf(inference: Inference, id: string): string {
  const node = inferenceOf(inference, id)
  const sides = node && sidesOf(node)
  if (sides?.kind !== 'window') return ''
  const [height, width] = sides.axes.map(axisReason)
  if (height === width) return height ?? ''
  return [height && `for height, ${height}`, width && `for width, ${width}`].filter(Boolean).join('; ')
}
