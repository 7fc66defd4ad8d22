/**
 * The arithmetic of transposed convolution. Source: torch.nn.ConvTranspose2d's documentation, "Shape"; the rule on
 * output padding is torch's check in aten/src/ATen/native/ConvolutionTBC and `check_shape_forward`.
 */
import type { Formula } from '../../src/graph/definition.ts'
import { asPair, type PairValue, shortPair } from '../../src/graph/params.ts'
import type { Problem } from '../../src/graph/problem.ts'
import type { Pair } from '../../src/graph/shape.ts'
import { axisNames, signed, spanOf } from './convolution.ts'

export interface TransposedParams {
  readonly kernelSize: PairValue
  readonly stride: PairValue
  readonly padding: PairValue
  readonly outputPadding: PairValue
  readonly dilation: PairValue
}

interface Axis {
  readonly kernel: number
  readonly stride: number
  readonly padding: number
  readonly extra: number
  readonly dilation: number
}

const axisOf = (params: TransposedParams, axis: 0 | 1): Axis => ({
  kernel: asPair(params.kernelSize)[axis],
  stride: asPair(params.stride)[axis],
  padding: asPair(params.padding)[axis],
  extra: asPair(params.outputPadding)[axis],
  dilation: asPair(params.dilation)[axis],
})

const sizeAlong = (side: number, { kernel, stride, padding, extra, dilation }: Axis): number =>
  (side - 1) * stride - 2 * padding + spanOf(kernel, dilation) + extra

/** (in − 1)·s − 2p + d·(k − 1) + outputPadding + 1 for both axes; below 1 where the padding cuts everything away. */
export const transposedSizes = (params: TransposedParams, [height, width]: Pair): Pair => [
  sizeAlong(height, axisOf(params, 0)),
  sizeAlong(width, axisOf(params, 1)),
]

/** The problem of an output padding that is neither below the stride nor below the dilation; undefined where it fits. */
export function outputPaddingProblem(params: TransposedParams): Problem | undefined {
  for (const axis of [0, 1] as const) {
    const { extra, stride, dilation } = axisOf(params, axis)
    if (extra < stride || extra < dilation) continue
    const most = Math.max(stride, dilation) - 1
    const fitting = ([0, 1] as const).map(each => {
      const a = axisOf(params, each)
      return Math.min(a.extra, Math.max(a.stride, a.dilation) - 1)
    }) as [number, number]
    return {
      what: `outputPadding ${extra} is too much for stride ${stride}`,
      given: `with dilation ${dilation}`,
      need: `it must be at most ${most}, or stride at least ${extra + 1}`,
      param: 'outputPadding',
      fixes: [{ params: { outputPadding: shortPair(fitting) } }, { params: { stride: extra + 1 } }],
    }
  }
  return undefined
}

/** The problem of padding that cuts the whole output away; undefined where at least one pixel remains. */
export function nothingRemains(params: TransposedParams, sides: Pair): Problem | undefined {
  const sizes = transposedSizes(params, sides)
  const axis = sizes[0] < 1 ? 0 : sizes[1] < 1 ? 1 : undefined
  if (axis === undefined) return undefined
  const { padding } = axisOf(params, axis)
  const full = sizes[axis] + 2 * padding
  const most = (each: 0 | 1) => Math.floor((sizes[each] + 2 * axisOf(params, each).padding - 1) / 2)
  const fitting: [number, number] = [0, 0]
  for (const each of [0, 1] as const) fitting[each] = Math.min(axisOf(params, each).padding, most(each))
  return {
    what: `Padding ${padding} leaves nothing of ${axisNames[axis]} ${full}`,
    given: `that ${axisNames[axis]} ${sides[axis]} grows to`,
    need: `padding must be at most ${most(axis)}`,
    param: 'padding',
    fixes: [{ params: { padding: shortPair(fitting) } }],
  }
}

/** The inspector's arithmetic of a transposed convolution, for the height; the note says what holds for the width. */
export function transposedFormula(params: TransposedParams, [height, width]: Pair): Formula {
  const { kernel, stride, padding, extra, dilation } = axisOf(params, 0)
  const sizes = transposedSizes(params, [height, width])
  const [grown, cut] = [(height - 1) * stride, 2 * padding]
  return {
    rule: '(in − 1)·s − 2p + d·(k − 1) + outputPadding + 1',
    numbers: `(${height} − 1)·${stride} − 2·${padding} + ${dilation}·(${kernel} − 1) + ${extra} + 1`,
    steps: [`${grown} − ${cut} + ${dilation * (kernel - 1)} + ${extra} + 1`, signed(sizes[0])],
    note:
      height === width && sizes[0] === sizes[1]
        ? 'Same for width.'
        : `Width ${width} gives ${signed(sizes[1])}.`,
  }
}
