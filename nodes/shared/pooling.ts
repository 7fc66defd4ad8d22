/**
 * The arithmetic that the pooling layers share. Sources: torch.nn.MaxPool2d's and torch.nn.AvgPool2d's documentation,
 * "Shape"; `pooling_output_shape` and `pool2d_shape_check` in aten/src/ATen/native/Pool.h.
 */
import type { Formula, Layer } from '../../src/graph/definition.ts'
import { asPair, flag, optionalPair, type PairValue, pair, shortPair } from '../../src/graph/params.ts'
import type { Fix, Problem } from '../../src/graph/problem.ts'
import type { Pair, Shape } from '../../src/graph/shape.ts'
import { axisNames, signed, spanOf } from './convolution.ts'

/** The parameters that MaxPool2d and AvgPool2d have alike. */
export const poolingParams = {
  kernelSize: pair({
    default: 2,
    min: 1,
    unit: 'pixels',
    help: 'Size of the window.',
    card: { letter: 'k', always: true },
  }),
  stride: optionalPair({
    default: null,
    min: 1,
    unit: 'pixels',
    help: 'Step of the window; none takes steps as long as the window, so that no pixel is seen twice.',
    card: { letter: 's' },
  }),
  padding: pair({
    default: 0,
    min: 0,
    unit: 'pixels',
    help: 'Rows and columns added around the image, at most half a window.',
    card: { letter: 'p' },
  }),
  ceilMode: flag({
    default: false,
    help: 'Rounds the size up, so that windows that begin in the image and end beyond it count too.',
  }),
}

export interface PoolingParams {
  readonly kernelSize: PairValue
  readonly stride: PairValue | null
  readonly padding: PairValue
  readonly ceilMode: boolean
  readonly dilation?: PairValue
}

interface Axis {
  readonly kernel: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
  readonly span: number
}

function axisOf(p: PoolingParams, axis: 0 | 1): Axis {
  const [kernel, dilation] = [asPair(p.kernelSize)[axis], asPair(p.dilation ?? 1)[axis]]
  return {
    kernel,
    stride: strideOf(p)[axis],
    padding: asPair(p.padding)[axis],
    dilation,
    span: spanOf(kernel, dilation),
  }
}

/** The step of the window; where none is given it is the window itself. */
export const strideOf = (p: PoolingParams): Pair => asPair(p.stride ?? p.kernelSize)

function sizeAlong(p: PoolingParams, side: number, axis: 0 | 1): number {
  const { stride, padding, span } = axisOf(p, axis)
  const steps = (side + 2 * padding - span) / stride
  if (!p.ceilMode) return Math.floor(steps) + 1
  const size = Math.ceil(steps) + 1
  // The last window must begin in the image or in the padding before it.
  return (size - 1) * stride >= side + padding ? size - 1 : size
}

/** The sides that come out, rounded as ceilMode says; below 1 where the window does not fit. */
export const pooledSides = (p: PoolingParams, [height, width]: Pair): Pair => [
  sizeAlong(p, height, 0),
  sizeAlong(p, width, 1),
]

/** The problem of too much padding or too large a window; undefined where both fit. */
export function poolingProblem(p: PoolingParams, sides: Pair): Problem | undefined {
  for (const axis of [0, 1] as const) {
    const { padding, span } = axisOf(p, axis)
    const most = ([0, 1] as const).map(each => Math.floor(axisOf(p, each).span / 2)) as [number, number]
    if (padding > most[axis]) {
      const fitting = ([0, 1] as const).map(each => Math.min(asPair(p.padding)[each], most[each])) as [
        number,
        number,
      ]
      return {
        what: `Padding ${padding} is more than half of a window of ${span}`,
        need: `padding must be at most ${most[axis]}`,
        param: 'padding',
        fixes: [{ params: { padding: shortPair(fitting) } }],
      }
    }
  }
  const sizes = pooledSides(p, sides)
  const axis = sizes[0] < 1 ? 0 : sizes[1] < 1 ? 1 : undefined
  return axis === undefined ? undefined : windowTooLarge(p, sides, axis)
}

function windowTooLarge(p: PoolingParams, sides: Pair, axis: 0 | 1): Problem {
  const { kernel, padding, span, dilation } = axisOf(p, axis)
  const name = axisNames[axis]
  const largest = ([0, 1] as const).map(each => {
    const a = axisOf(p, each)
    return Math.min(a.kernel, Math.floor((sides[each] + 2 * a.padding - 1) / a.dilation) + 1)
  }) as [number, number]
  const reach = dilation === 1 ? '' : `, spread to ${span} by dilation ${dilation},`
  const fixes: Fix[] = [{ params: { kernelSize: shortPair(largest) } }]
  if (dilation > 1) fixes.push({ params: { dilation: 1 } })
  if (!p.ceilMode) fixes.push({ params: { ceilMode: true } })
  return {
    what: `Kernel ${kernel}${reach} does not fit into ${name} ${sides[axis]}`,
    given: `with padding ${padding}`,
    need: `${name} must be at least ${span - 2 * padding}, or kernelSize at most ${largest[axis]}`,
    param: 'kernelSize',
    fixes,
  }
}

/** The inspector's arithmetic for the height; the note says what holds for the width. */
export function poolingFormula(p: PoolingParams, [height, width]: Pair): Formula {
  const { kernel, stride, padding, dilation, span } = axisOf(p, 0)
  const sizes = pooledSides(p, [height, width])
  const [open, close] = p.ceilMode ? ['⌈', '⌉'] : ['⌊', '⌋']
  const isDilated = p.dilation !== undefined
  const steps = (height + 2 * padding - span) / stride
  const whole = p.ceilMode ? Math.ceil(steps) : Math.floor(steps)
  const isDropped = whole + 1 > sizes[0]
  const same = height === width && sizes[0] === sizes[1]
  return {
    rule: isDilated
      ? `${open}(in + 2p − d·(k − 1) − 1) / s${close} + 1`
      : `${open}(in + 2p − k) / s${close} + 1`,
    numbers: isDilated
      ? `${open}(${height} + 2·${padding} − ${dilation}·(${kernel} − 1) − 1) / ${stride}${close} + 1`
      : `${open}(${height} + 2·${padding} − ${kernel}) / ${stride}${close} + 1`,
    steps: [`${signed(whole)} + 1`, ...(isDropped ? [`${signed(whole + 1)} − 1`] : []), signed(sizes[0])],
    note: `${same ? 'Same for width.' : `Width ${width} gives ${signed(sizes[1])}.`}${
      isDropped ? ' The last window would begin behind the image and is dropped.' : ''
    }`,
  }
}

/** The way back from a smaller image: its pixels repeated until the size is that of the input. */
export const enlarged = (input: Shape): readonly Layer[] => [
  { type: 'Upsample', params: { size: sidesValue(input) } },
]

/** The sides behind the channels as a parameter: one number, or a list. */
export const sidesValue = (shape: Shape): number | readonly number[] => {
  const sides = shape.slice(1)
  return sides.every(side => side === sides[0]) ? sides[0]! : sides
}

/** Parameters as keyword arguments of torch, those at their default left out. */
export function poolingArguments(p: PoolingParams) {
  const listed = (value: PairValue) => shortPair(asPair(value))
  return {
    args: [listed(p.kernelSize)],
    kwargs: {
      ...(p.stride === null ? {} : { stride: listed(p.stride) }),
      ...(listed(p.padding) === 0 ? {} : { padding: listed(p.padding) }),
      ...(p.dilation === undefined || listed(p.dilation) === 1 ? {} : { dilation: listed(p.dilation) }),
      ...(p.ceilMode ? { ceil_mode: true } : {}),
    },
  }
}
