/**
 * What could stand in place of a strided layer so that nothing is painted unevenly, its size kept. Sources: A. Odena,
 * V. Dumoulin, C. Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016; for the added layer, the same counts.
 */
import type { Alternative, Layer } from '../../src/graph/definition.ts'
import { asPair, formatValue, type PairValue, shortPair } from '../../src/graph/params.ts'
import type { Pair, Shape } from '../../src/graph/shape.ts'
import { spanOf } from './convolution.ts'
import { tidy } from './mirrored.ts'

interface StridedParams {
  readonly outChannels: number
  readonly kernelSize: PairValue
  readonly stride: PairValue
  readonly dilation: PairValue
  readonly bias: boolean
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** Taps fall on every phase of the stride equally often when k is a multiple of s, and d shares no factor with s. */
const isEvenAxis = (kernel: number, stride: number, dilation: number): boolean =>
  stride === 1 || (gcd(stride, dilation) === 1 && kernel % stride === 0)

/** True where the layer by itself paints every pixel (or reaches every input) equally often. */
export const isEven = (p: StridedParams): boolean =>
  ([0, 1] as const).every(axis =>
    isEvenAxis(asPair(p.kernelSize)[axis], asPair(p.stride)[axis], asPair(p.dilation)[axis]),
  )

/** Settings of one axis that paint evenly. */
interface EvenAxis {
  readonly k: number
  readonly dilation: number
}

/**
 * Multiples of the stride, the nearest kernel above first, then the one below. The dilation stays where it shares no
 * factor with the stride; 1 comes after it.
 */
function evenAxes(kernel: number, stride: number, dilation: number): readonly EvenAxis[] {
  const kernels = [Math.ceil(kernel / stride) * stride, Math.floor(kernel / stride) * stride]
  const spreads = [dilation, 1].filter(spread => gcd(stride, spread) === 1)
  return [...new Set(spreads)].flatMap(spread =>
    [...new Set(kernels)].flatMap(k => (k > 0 ? [{ k, dilation: spread }] : [])),
  )
}

/** "Kernel 4, a multiple of stride 2"; a dilation is named where it changes. */
function evenWords(p: StridedParams, axes: readonly EvenAxis[]): string {
  const pairOf = (name: keyof EvenAxis) => shortPair([axes[0]![name], axes[1]![name]])
  const isOther = (value: PairValue, own: PairValue) =>
    asPair(value).some((each, axis) => each !== asPair(own)[axis])
  const [kernel, spread, stride] = [
    formatValue(pairOf('k')),
    formatValue(pairOf('dilation')),
    formatValue(p.stride),
  ]
  if (!isOther(pairOf('dilation'), p.dilation)) return `Kernel ${kernel}, a multiple of stride ${stride}`
  return isOther(pairOf('k'), p.kernelSize)
    ? `Kernel ${kernel}, a multiple of stride ${stride}, and dilation ${spread}`
    : `Dilation ${spread}, which shares no factor with stride ${stride}`
}

const usual = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
  bias: true,
  paddingMode: 'zeros',
}

/** Settings per axis with an even kernel and the same output side, or undefined. */
function evenTransposedAxis(kernel: number, stride: number, dilation: number, input: number, output: number) {
  for (const { k, dilation: spread } of evenAxes(kernel, stride, dilation)) {
    // (in − 1)·s + span − 2p + op = out, with op below the stride.
    const span = spanOf(k, spread)
    const surplus = (input - 1) * stride + span - output
    const padding = Math.max(0, Math.ceil(surplus / 2))
    const outputPadding = 2 * padding - surplus
    if (outputPadding < stride && padding < span) return { k, dilation: spread, padding, outputPadding }
  }
  return undefined
}

/** In place of an uneven ConvTranspose2d: another kernel, resize-convolution, or a layer behind it. */
export function transposedAlternatives(
  p: StridedParams & {
    readonly padding: PairValue
    readonly outputPadding: PairValue
    readonly groups: number
  },
  image: Shape,
  output: Shape,
): readonly Alternative[] {
  if (isEven(p)) return []
  const [kernel, stride, dilation] = [asPair(p.kernelSize), asPair(p.stride), asPair(p.dilation)]
  const found: Alternative[] = []
  const [padding, outputPadding] = [asPair(p.padding), asPair(p.outputPadding)]
  const [height, width] = ([0, 1] as const).map(axis =>
    isEvenAxis(kernel[axis], stride[axis], dilation[axis])
      ? {
          k: kernel[axis],
          dilation: dilation[axis],
          padding: padding[axis],
          outputPadding: outputPadding[axis],
        }
      : evenTransposedAxis(kernel[axis], stride[axis], dilation[axis], image[axis + 1]!, output[axis + 1]!),
  )
  if (height && width) {
    const params = {
      ...p,
      kernelSize: shortPair([height.k, width.k]),
      stride: shortPair(stride),
      padding: shortPair([height.padding, width.padding]),
      outputPadding: shortPair([height.outputPadding, width.outputPadding]),
      dilation: shortPair([height.dilation, width.dilation]),
    }
    found.push({
      change: evenWords(p, [height, width]),
      why: 'Each output pixel is then painted by the same number of taps.',
      layers: [{ type: 'ConvTranspose2d', params: tidy(params, usual) }],
    })
  }
  found.push(
    resizeConvolution(p, output),
    ...subPixel(p, image, output),
    addedLayer({ type: 'ConvTranspose2d', params: tidy({ ...p }, usual) }, p, output),
  )
  return found
}

function resizeConvolution(p: StridedParams, [channels = 1, height = 1, width = 1]: Shape): Alternative {
  const odd = shortPair(asPair(p.kernelSize).map(side => Math.max(3, side | 1)) as unknown as Pair)
  return {
    change: 'Upsample and Conv2d in its place',
    why: 'Nearest upsampling repeats pixels, so that the convolution behind it sees every place alike.',
    layers: [
      { type: 'Upsample', params: { size: shortPair([height, width]) } },
      {
        type: 'Conv2d',
        params: tidy({ outChannels: channels, kernelSize: odd, padding: 'same', bias: p.bias }, usual),
      },
    ],
  }
}

/**
 * A convolution on the small image and a PixelShuffle, which paints each pixel once. The channels that become one square
 * start equal, else fresh weights paint a pattern: A. Aitken and others, Checkerboard artifact free sub-pixel
 * convolution, 2017 (ICNR), here for the bias too. Left out where the strides
 * of the axes differ.
 */
function subPixel(p: StridedParams, image: Shape, output: Shape): readonly Alternative[] {
  const [factor, across] = asPair(p.stride)
  const change = 'Conv2d and PixelShuffle in its place'
  const why =
    'Each pixel is painted once; channels that become one square start equal, so that fresh weights paint evenly.'
  if (factor !== across) {
    const leftOut = `it enlarges both axes by one factor, and the stride is ${factor}×${across}`
    return [{ change, why, layers: [], leftOut }]
  }
  const [channels = 1, height = 1, width = 1] = output
  const uneven = [height, width].find(side => side % factor !== 0)
  if (uneven !== undefined) {
    const near = Math.floor(uneven / factor) * factor
    return [{ change, why, layers: [], leftOut: `it gives ${near} or ${near + factor}, not ${uneven}` }]
  }
  const axes = ([0, 1] as const).map(axis => {
    const more = output[axis + 1]! / factor - image[axis + 1]!
    const least = Math.max(3, Math.ceil(asPair(p.kernelSize)[axis] / factor))
    // in + 2·padding − kernel + 1 = out / factor.
    const padding = Math.max(0, Math.ceil((least - 1 + more) / 2))
    return { kernel: 2 * padding - more + 1, padding }
  })
  if (axes.some(({ kernel, padding }, axis) => kernel > image[axis + 1]! + 2 * padding)) return []
  const pairOf = (name: 'kernel' | 'padding') => shortPair([axes[0]![name], axes[1]![name]])
  const params = {
    outChannels: channels * factor ** 2,
    kernelSize: pairOf('kernel'),
    padding: pairOf('padding'),
    bias: p.bias,
  }
  return [
    {
      change,
      why,
      layers: [
        { type: 'Conv2d', params: tidy(params, usual), equalStart: factor ** 2 },
        { type: 'PixelShuffle', params: { upscaleFactor: factor } },
      ],
    },
  ]
}

/** A stride-1 convolution over one period behind the layer: it sums each phase once. */
function addedLayer(layer: Layer, p: StridedParams, [channels = 1]: Shape): Alternative {
  const kernelSize = shortPair(asPair(p.stride))
  return {
    change: `Conv2d with kernel ${formatValue(kernelSize)} and padding 'same' behind it`,
    why: 'A window as wide as the stride covers every phase of the pattern once.',
    layers: [layer, { type: 'Conv2d', params: { outChannels: channels, kernelSize, padding: 'same' } }],
  }
}

/** In place of a strided Conv2d whose gradient is uneven: a kernel that is a multiple of the stride, size kept. */
export function convolutionAlternatives(
  p: StridedParams & {
    readonly padding: PairValue | 'same' | 'valid'
    readonly groups: number
    readonly paddingMode: string
  },
  image: Shape,
  output: Shape,
): readonly Alternative[] {
  if (isEven(p) || p.padding === 'same') return []
  const [kernel, stride, dilation] = [asPair(p.kernelSize), asPair(p.stride), asPair(p.dilation)]
  const own = p.padding === 'valid' ? ([0, 0] as const) : asPair(p.padding)
  const [height, width] = ([0, 1] as const).map(axis => {
    if (isEvenAxis(kernel[axis], stride[axis], dilation[axis])) {
      return { k: kernel[axis], dilation: dilation[axis], padding: own[axis] }
    }
    for (const { k, dilation: spread } of evenAxes(kernel[axis], stride[axis], dilation[axis])) {
      const span = spanOf(k, spread)
      const most = p.paddingMode === 'zeros' ? span / 2 : Math.min(span / 2, image[axis + 1]! - 1)
      for (let padding = 0; padding <= most; padding++) {
        const side = Math.floor((image[axis + 1]! + 2 * padding - span) / stride[axis]) + 1
        if (side === output[axis + 1]!) return { k, dilation: spread, padding }
      }
    }
    return undefined
  })
  if (!height || !width) return []
  const params = {
    ...p,
    kernelSize: shortPair([height.k, width.k]),
    stride: shortPair(stride),
    padding: shortPair([height.padding, width.padding]),
    dilation: shortPair([height.dilation, width.dilation]),
  }
  return [
    {
      change: evenWords(p, [height, width]),
      why: 'Each input pixel then gets its gradient from the same number of taps.',
      layers: [{ type: 'Conv2d', params: tidy(params, usual) }],
    },
  ]
}
