/** The layers that lead back from a convolution's output to its input's size; see src/analyze/mirror.ts. */
import type { Layer, MirrorForm, Site } from '../../src/graph/definition.ts'
import { asPair, type PairValue, shortPair } from '../../src/graph/params.ts'
import type { Pair, Shape } from '../../src/graph/shape.ts'
import { type Margins, marginsOf, spanOf } from './convolution.ts'
import type { KernelParams } from './kernels.ts'

const eachAxis = <T>(compute: (axis: 0 | 1) => T): readonly [T, T] => [compute(0), compute(1)]

/** Parameters without those that say what is the default anyway. */
export const tidy = (params: Readonly<Record<string, unknown>>, usual: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(params).filter(([name, value]) => value !== usual[name]))

const usual = { stride: 1, padding: 0, outputPadding: 0, dilation: 1, groups: 1, bias: true }

const kernelParams = (p: KernelParams, channels: number, more: Readonly<Record<string, unknown>>) =>
  tidy(
    {
      outChannels: channels,
      kernelSize: shortPair(asPair(p.kernelSize)),
      stride: shortPair(asPair(p.stride)),
      dilation: shortPair(asPair(p.dilation)),
      groups: p.groups,
      bias: p.bias,
      ...more,
    },
    usual,
  )

/** The twin of Conv2d: the same settings transposed, with the output_padding that its stride rounded away. */
export function mirrorOfConvolution(
  p: KernelParams,
  site: Pick<Site, 'inputs' | 'outputs'>,
  form: MirrorForm,
): readonly Layer[] {
  const [image, output] = [site.inputs[0]!, site.outputs[0]!]
  if (form === 'resize' && asPair(p.stride).some(step => step > 1)) return resized(image, p)
  const margins = marginsOf(p)
  if (isLopsided(margins)) {
    // An odd total of 'same' cannot be mirrored by a symmetric padding; its size is kept by another 'same'.
    return [{ type: 'Conv2d', params: kernelParams(p, image[0]!, { padding: 'same' }) }]
  }
  const [kernel, stride, dilation] = [asPair(p.kernelSize), asPair(p.stride), asPair(p.dilation)]
  const padding = eachAxis(axis => margins[axis][0])
  const outputPadding = eachAxis(axis => {
    const back =
      (output[axis + 1]! - 1) * stride[axis] + spanOf(kernel[axis], dilation[axis]) - 2 * padding[axis]
    return image[axis + 1]! - back
  })
  const transposed = {
    type: 'ConvTranspose2d',
    params: kernelParams(p, image[0]!, {
      padding: shortPair(eachAxis(axis => Math.max(0, padding[axis]))),
      outputPadding: shortPair(outputPadding),
    }),
  }
  // What a padding below 0 cut away comes back as a margin.
  const [height, width] = eachAxis(axis => Math.max(0, -padding[axis]))
  return height + width === 0
    ? [transposed]
    : [transposed, { type: 'ZeroPad2d', params: { padding: [width, width, height, height] } }]
}

const isLopsided = (margins: Margins): boolean => margins.some(([before, after]) => before !== after)

/** Nearest upsampling to the size itself, then a convolution that keeps it. */
function resized([channels = 1, height = 1, width = 1]: Shape, p: KernelParams): readonly Layer[] {
  const odd = shortPair(eachAxis(axis => asPair(p.kernelSize)[axis] | 1))
  return [
    { type: 'Upsample', params: { size: shortPair([height, width]) } },
    {
      type: 'Conv2d',
      params: tidy({ outChannels: channels, kernelSize: odd, padding: 'same', bias: p.bias }, usual),
    },
  ]
}

/** The twin of ConvTranspose2d: a convolution with the same settings, which undoes its size. */
export function mirrorOfTransposed(
  p: KernelParams & { readonly outputPadding: PairValue },
  [channels = 1]: Shape,
): readonly Layer[] {
  const convolution = { type: 'Conv2d', params: kernelParams(p, channels, { padding: p.padding }) }
  // A stride swallows output_padding below it. What is larger, which torch allows below dilation, leaves whole steps.
  const [below, right] = eachAxis(axis => Math.floor(asPair(p.outputPadding)[axis] / asPair(p.stride)[axis]))
  if (below + right === 0) return [convolution]
  return [convolution, { type: 'ZeroPad2d', params: { padding: [0, 0 - right, 0, 0 - below] } }]
}

/** The side of an image as `[height, width]`. */
export const imageSides = (shape: Shape): Pair => [shape[1]!, shape[2]!]
