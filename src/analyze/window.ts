import type { Site, Window } from '../graph/definition.ts'
import { type Shape, sameShape } from '../graph/shape.ts'
import type { NodeInference } from '../infer/inference.ts'
import type { AxisWindow } from './axis.ts'
import type { Axis } from './field.ts'

/**
 * What a node does to the two sides of an image: windows, nothing, or something in which pixels lose their place
 * (Flatten, Linear). `merge` joins several images of one size.
 */
export type Sides =
  | { readonly kind: 'window'; readonly axes: readonly [AxisWindow, AxisWindow]; readonly window: Window }
  | { readonly kind: 'same' }
  | { readonly kind: 'merge'; readonly isConcat: boolean }
  | { readonly kind: 'scrambled' }

/** True for channels×height×width. */
export const isImage = (shape: Shape | undefined): boolean => shape?.length === 3

/** What a node does to the sides of its input; undefined where its size is unknown or it has no input. */
export function sidesOf(node: NodeInference): Sides | undefined {
  if (node.state !== 'ready' || node.inputs.length === 0) return undefined
  const { definition, site, outputs } = node
  const [input] = site.inputs
  const [output] = outputs
  if (!isImage(input) || !isImage(output)) return { kind: 'scrambled' }
  if (site.inputs.length > 1 || definition.inputs[0]?.multiple) {
    const agree = site.inputs.every(shape => isImage(shape) && sameShape(shape.slice(1), output!.slice(1)))
    return agree
      ? { kind: 'merge', isConcat: site.inputs.some(shape => shape[0] !== output![0]) }
      : { kind: 'scrambled' }
  }
  const window = definition.window?.(site)
  if (window) return { kind: 'window', window, axes: [axisOf(window, site, 0), axisOf(window, site, 1)] }
  return sameShape(input!.slice(1), output!.slice(1)) ? { kind: 'same' } : { kind: 'scrambled' }
}

function axisOf(window: Window, site: Site, axis: Axis): AxisWindow {
  const [kernel, stride, dilation, before] = [
    window.kernel,
    window.stride,
    window.dilation,
    window.padding,
  ].map(pair => pair[axis]) as [number, number, number, number]
  const [input, output] = [site.inputs[0]![axis + 1]!, site.outputs[0]![axis + 1]!]
  const span = dilation * (kernel - 1) + 1
  // Sizes tell what happens at the end, save where a stride rounds it away; there both ends are padded alike, unless the
  // size was rounded up and the last window reaches further.
  const reached = (output - 1) * stride + span - input - before
  const after =
    window.kind === 'scatter'
      ? (input - 1) * stride + span - before - output
      : stride === 1
        ? reached
        : Math.max(before, reached)
  const weight = window.isAverage ? 1 / kernel : 1
  const { blend, beyond } = window
  return {
    kind: window.kind,
    kernel,
    stride,
    dilation,
    before,
    after,
    weight,
    ...(blend && { blend }),
    ...(beyond && { beyond }),
  }
}
