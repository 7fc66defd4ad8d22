/**
 * What strides round away: which input sides lead to the same output side, and how many rows and columns no window ever
 * reaches. Source: V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning, 2016, relationship 6.
 */
import type { Pair } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { type AxisWindow, inputSides, outputSide } from './axis.ts'
import { sidesOf } from './window.ts'

/** Rounding of one strided layer. */
export interface Rounding {
  readonly id: string
  /** Rows and columns of the image at its end that no window reaches; lost padding is not among them. */
  readonly lost: Pair
  /** The input sides, smallest and largest, that all give this output side: for height and for width. */
  readonly collapsing: readonly [height: Pair, width: Pair]
  /** The output_padding with which a transposed twin (same settings) returns to the input's own size: all that is rounded away. */
  readonly outputPadding: Pair
}

/** Every sliding layer with a stride above 1, in order. */
export function analyzeRounding(inference: Inference): readonly Rounding[] {
  const { document, topology, nodes } = inference
  return topology.order.flatMap((index): Rounding[] => {
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (node.state !== 'ready' || sides?.kind !== 'window' || sides.window.kind !== 'gather') return []
    // Windows that follow the ratio of the sides lose nothing.
    if (sides.window.stride.every(step => step === 1) || sides.axes.some(w => w.mixing)) return []
    const [, height, width] = node.site.inputs[0] as [number, number, number]
    const lost: Pair = [lostPixels(sides.axes[0], height), lostPixels(sides.axes[1], width)]
    const range = (axis: 0 | 1, side: number): Pair =>
      inputSides(sides.axes[axis], outputSide(sides.axes[axis], side)) ?? [side, side]
    return [
      {
        id: document.nodes[index]!.id,
        lost,
        collapsing: [range(0, height), range(1, width)],
        outputPadding: [roundedAway(sides.axes[0], height), roundedAway(sides.axes[1], width)],
      },
    ]
  })
}

/** The side that the windows cover from the beginning of the padding on, padding counted. */
const covered = (w: AxisWindow, side: number): number =>
  (outputSide(w, side) - 1) * w.stride + w.dilation * (w.kernel - 1) + 1

/** Pixels of the image behind the last window. */
export const lostPixels = (w: AxisWindow, side: number): number =>
  Math.max(0, side + w.before - covered(w, side))

/** (side + padding − span) mod stride; none where the size is rounded up. */
const roundedAway = (w: AxisWindow, side: number): number =>
  Math.max(0, side + w.before + w.after - covered(w, side))
