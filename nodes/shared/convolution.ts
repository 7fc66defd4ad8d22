/**
 * The arithmetic that sliding windows share. Sources: torch.nn.Conv2d's documentation, "Shape"; V. Dumoulin and
 * F. Visin, A guide to convolution arithmetic for deep learning, 2016.
 */
import type { Formula } from '../../src/graph/definition.ts'
import { asPair, type PairValue } from '../../src/graph/params.ts'
import type { Fix, Problem } from '../../src/graph/problem.ts'
import { formatShape, type Pair, type Shape } from '../../src/graph/shape.ts'

export const axisNames = ['height', 'width'] as const

/** Rows before and after, for each axis. */
export type Margins = readonly [height: Pair, width: Pair]

export interface WindowParams {
  readonly kernelSize: PairValue
  readonly stride: PairValue
  readonly padding: PairValue | 'same' | 'valid'
  readonly dilation: PairValue
}

/** What one tap span covers: a kernel of k with dilation d reaches over d·(k − 1) + 1 pixels. */
export const spanOf = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1

/** Zeros around the image; an odd total of `same` puts the extra row below and the extra column right, as torch does. */
export function marginsOf({ kernelSize, padding, dilation }: WindowParams): Margins {
  if (padding === 'valid')
    return [
      [0, 0],
      [0, 0],
    ]
  if (padding !== 'same') {
    const [height, width] = asPair(padding)
    return [
      [height, height],
      [width, width],
    ]
  }
  const [kernel, spread] = [asPair(kernelSize), asPair(dilation)]
  const margin = (axis: 0 | 1): Pair => {
    const total = spread[axis] * (kernel[axis] - 1)
    return [Math.floor(total / 2), Math.ceil(total / 2)]
  }
  return [margin(0), margin(1)]
}

/** ⌊(in + margins − d·(k − 1) − 1) / s⌋ + 1 for both axes; below 1 where the window does not fit. */
export function slidingSizes(params: WindowParams, [height, width]: Pair): Pair {
  const [kernel, stride, dilation] = [
    asPair(params.kernelSize),
    asPair(params.stride),
    asPair(params.dilation),
  ]
  const margins = marginsOf(params)
  const size = (side: number, axis: 0 | 1) =>
    Math.floor(
      (side + margins[axis][0] + margins[axis][1] - spanOf(kernel[axis], dilation[axis])) / stride[axis],
    ) + 1
  return [size(height, 0), size(width, 1)]
}

/** A shape within a sentence: "a vector of 5", "3×4". */
export const arriving = (shape: Shape): string =>
  shape.length === 1 ? `a vector of ${shape[0]}` : formatShape(shape)

/** The problem of a tensor that is not an image; undefined where it is one. */
export const notAnImage = (title: string, shape: Shape): Problem | undefined =>
  notThreeAxes(title, shape) ?? isEmpty(title, shape)

/** The same for layers that take images without pixels too, as torch does where no window slides. */
export const notThreeAxes = (title: string, shape: Shape): Problem | undefined =>
  shape.length === 3
    ? undefined
    : {
        what: `${title} works on an image of channels×height×width, and ${arriving(shape)} arrives`,
        need: shape.length === 1 ? 'put an Unflatten before it' : 'its input must have three axes',
        port: 'input',
      }

const isEmpty = (title: string, shape: Shape): Problem | undefined =>
  shape.every(side => side > 0)
    ? undefined
    : {
        what: `${title} works on an image with pixels, and ${formatShape(shape)} has none`,
        need: 'every side must be at least 1',
        port: 'input',
      }

/** The problem of a window that is larger than the padded image, with what would fit; undefined where it fits. */
export function windowDoesNotFit(params: WindowParams, sides: Pair): Problem | undefined {
  const [kernel, dilation] = [asPair(params.kernelSize), asPair(params.dilation)]
  const margins = marginsOf(params)
  const fails = (axis: 0 | 1) =>
    spanOf(kernel[axis], dilation[axis]) > sides[axis] + margins[axis][0] + margins[axis][1]
  const axis = fails(0) ? 0 : fails(1) ? 1 : undefined
  if (axis === undefined) return undefined
  const [side, span, margin] = [sides[axis], spanOf(kernel[axis], dilation[axis]), margins[axis][0]]
  const name = axisNames[axis]
  const reach = dilation[axis] === 1 ? '' : `, spread to ${span} by dilation ${dilation[axis]},`
  const both = fails(0) && fails(1) && sides[0] === sides[1] && kernel[0] === kernel[1]
  const neededPadding = Math.ceil((span - side) / 2)
  const least = span - 2 * margin
  return {
    what: `Kernel ${kernel[axis]}${reach} does not fit into ${name} ${side}`,
    given: `with padding ${margin}`,
    need: `${name} must be at least ${least}, or padding at least ${neededPadding}${both ? '; width the same' : ''}`,
    param: 'kernelSize',
    fixes: fixesOf(params, sides, neededPadding),
  }
}

function fixesOf(params: WindowParams, sides: Pair, neededPadding: number): readonly Fix[] {
  const [kernel, dilation] = [asPair(params.kernelSize), asPair(params.dilation)]
  const margins = marginsOf(params)
  const largest = (axis: 0 | 1) =>
    Math.floor((sides[axis] + margins[axis][0] + margins[axis][1] - 1) / dilation[axis]) + 1
  const fitting = [Math.min(kernel[0], largest(0)), Math.min(kernel[1], largest(1))]
  const fixes: Fix[] = []
  if (fitting.every(side => side >= 1)) {
    fixes.push({ params: { kernelSize: fitting[0] === fitting[1] ? fitting[0]! : fitting } })
  }
  if (dilation.some(d => d > 1)) fixes.push({ params: { dilation: 1 } })
  fixes.push({ params: { padding: neededPadding } })
  return fixes
}

/** The inspector's arithmetic of a sliding window, for the height; the note says what holds for the width. */
export function slidingFormula(params: WindowParams, [height, width]: Pair): Formula {
  const [kernel, stride, dilation] = [
    asPair(params.kernelSize),
    asPair(params.stride),
    asPair(params.dilation),
  ]
  const [[before, after]] = marginsOf(params)
  const padding = before === after ? `2·${before}` : `${before} + ${after}`
  const inner = height + before + after - spanOf(kernel[0], dilation[0])
  const steps = Math.floor(inner / stride[0])
  const sizes = slidingSizes(params, [height, width])
  const same = height === width && sizes[0] === sizes[1]
  return {
    rule: '⌊(in + 2p − d·(k − 1) − 1) / s⌋ + 1',
    numbers: `⌊(${height} + ${padding} − ${dilation[0]}·(${kernel[0]} − 1) − 1) / ${stride[0]}⌋ + 1`,
    steps: [`${signed(steps)} + 1`, signed(sizes[0])],
    note: `${same ? 'Same for width.' : `Width ${width} gives ${signed(sizes[1])}.`}${
      sizes[0] < 1 ? '' : collapsing(sizes[0], params)
    }`,
  }
}

/** Which input sides lead to this output side, where there are several: " 20 and 21 both give 9." */
function collapsing(out: number, params: WindowParams): string {
  const [stride, [[before, after]]] = [asPair(params.stride)[0], marginsOf(params)]
  if (stride === 1) return ''
  const first =
    (out - 1) * stride + spanOf(asPair(params.kernelSize)[0], asPair(params.dilation)[0]) - before - after
  const last = first + stride - 1
  return first < 1
    ? ''
    : ` ${first}${stride === 2 ? ' and' : ' to'} ${last} ${stride === 2 ? 'both' : 'all'} give ${out}.`
}

/** A number with a true minus sign. */
export const signed = (value: number): string => String(value).replace('-', '−')
