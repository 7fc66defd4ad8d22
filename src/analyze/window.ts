import type { Resampling, Site, Window } from '../graph/definition.ts'
import { type Pair, type Shape, sameShape, sizeOf } from '../graph/shape.ts'
import type { NodeInference } from '../infer/inference.ts'
import type { AxisWindow } from './axis.ts'
import type { Axis } from './field.ts'
import { mixingOf } from './resample.ts'

/**
 * What a node does to the two sides of an image: windows, nothing, or something in which pixels lose their place
 * (Linear). `merge` joins several images: as a sum, beside each other as channels, or along a side. `reshaped` keeps
 * all values in their order, so that an image can come back behind it.
 */
export type Sides =
  | { readonly kind: 'window'; readonly axes: readonly [AxisWindow, AxisWindow]; readonly window: Window }
  | { readonly kind: 'same' }
  | { readonly kind: 'merge'; readonly joint: Joint }
  | { readonly kind: 'reshaped' }
  | { readonly kind: 'scrambled' }

/** How images are joined: added, as channels, or along height or width. */
export type Joint = 'sum' | 'channels' | Axis

/** True for channels×height×width. */
export const isImage = (shape: Shape | undefined): boolean => shape?.length === 3

/** What a node does to the sides of its input; undefined where its size is unknown or it has no input. */
export function sidesOf(node: NodeInference): Sides | undefined {
  if (node.state !== 'ready' || node.inputs.length === 0) return undefined
  const { definition, site, outputs } = node
  const [input] = site.inputs
  const [output] = outputs
  if (!input || !output) return undefined
  if (isImage(output) && (site.inputs.length > 1 || definition.inputs[0]?.multiple)) {
    return { kind: 'merge', joint: jointOf(site.inputs, output) }
  }
  if (!isImage(input) || !isImage(output)) {
    const keepsOrder = definition.category === 'vector' ? hasNoWeights(node) : sameShape(input, output)
    return { kind: keepsOrder && site.inputs.length === 1 ? 'reshaped' : 'scrambled' }
  }
  const window = definition.window?.(site)
  const resampling = definition.resampling?.(site)
  if (window) {
    // Taps and steps say all of a window that neither blends nor covers neighbours.
    const mixing = window.blended ? resampling : undefined
    return {
      kind: 'window',
      window,
      axes: [axisOf(window, site, 0, mixing), axisOf(window, site, 1, mixing)],
    }
  }
  if (resampling) return resampledSides(resampling, input, output)
  return sameShape(input.slice(1), output.slice(1)) ? { kind: 'same' } : { kind: 'scrambled' }
}

const hasNoWeights = ({ parameters }: NodeInference): boolean => parameters === 0

/** The axis along which sides add up to that of the output; where none does, all of them are added. */
function jointOf(inputs: readonly Shape[], output: Shape): Joint {
  for (const axis of [0, 1, 2] as const) {
    const total = inputs.reduce((sum, shape) => sum + (isImage(shape) ? shape[axis]! : Number.NaN), 0)
    const agree = inputs.every(shape => shape.every((side, i) => i === axis || side === output[i]))
    if (inputs.length > 1 && agree && total === output[axis])
      return axis === 0 ? 'channels' : axis === 1 ? 0 : 1
  }
  return 'sum'
}

/** A ratio of sides as the window that comes nearest to it; what is exact is in the mixing of its axes. */
function resampledSides(resampling: Resampling, input: Shape, output: Shape): Sides {
  if (sizeOf(output) === 0) return { kind: 'scrambled' }
  const isSmaller = input.some((side, i) => i > 0 && output[i]! < side)
  const mixings = ([0, 1] as const).map(axis =>
    mixingOf(resampling, axis, input[axis + 1]!, output[axis + 1]!),
  )
  const steps = ([1, 2] as const).map(i =>
    Math.ceil(isSmaller ? input[i]! / output[i]! : output[i]! / input[i]!),
  ) as unknown as Pair
  const window: Window = {
    kind: isSmaller ? 'gather' : 'scatter',
    kernel: steps,
    stride: steps,
    padding: [0, 0],
    dilation: [1, 1],
  }
  const axes = ([0, 1] as const).map(axis => ({
    ...{
      kind: window.kind,
      kernel: steps[axis],
      stride: steps[axis],
      dilation: 1,
      before: 0,
      after: 0,
      weight: 1,
    },
    mixing: mixings[axis]!,
  }))
  return { kind: 'window', window, axes: [axes[0]!, axes[1]!] }
}

function axisOf(window: Window, site: Site, axis: Axis, resampling: Resampling | undefined): AxisWindow {
  const [kernel, stride, dilation, before] = [
    window.kernel,
    window.stride,
    window.dilation,
    window.padding,
  ].map(pair => pair[axis]) as [number, number, number, number]
  const [input, output] = [site.inputs[0]![axis + 1]!, site.outputs[0]![axis + 1]!]
  const span = dilation * (kernel - 1) + 1
  // Sizes tell what happens at the end, save where a stride rounds it away; there both ends are padded alike.
  const reached = (output - 1) * stride + span - input - before
  const after =
    window.kind === 'scatter'
      ? (input - 1) * stride + span - before - output
      : stride === 1 && !window.isCeil
        ? reached
        : before
  const { beyond, isCeil, divisor } = window
  const isMean = window.isAverage && divisor === undefined
  // A divisor counts once for both axes.
  const weight = isMean ? 1 / kernel : divisor !== undefined && axis === 0 ? 1 / divisor : 1
  return {
    kind: window.kind,
    kernel,
    stride,
    dilation,
    before,
    after,
    weight,
    ...(isMean && { mean: window.leavesOutPadding ? 'covered' : 'padded' }),
    ...(isCeil && { isCeil }),
    ...(resampling && { mixing: mixingOf(resampling, axis, input, output) }),
    ...(beyond && { beyond }),
  }
}
