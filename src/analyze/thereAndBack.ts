/**
 * A convolution and the transposed convolution with the same settings preserve the size, up to what the stride rounds away.
 * Source: V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning, 2016, relationship 14.
 */
import { type AxisWindow, outputSide } from './axis.ts'

/** Settings of one axis that both layers share. */
export interface SharedSettings {
  readonly kernelSize: number
  readonly stride: number
  readonly padding: number
  readonly dilation: number
}

/** A side on its way through the convolution and back. */
export interface RoundTrip {
  readonly from: number
  /** The side behind the convolution. */
  readonly there: number
  /** The side behind the transposed convolution, with the output_padding that was asked for. */
  readonly back: number
  /** The output_padding that brings the side back: what the stride has rounded away. */
  readonly needed: number
}

/** Sends a side through both layers; undefined where the window does not fit, or nothing comes back. */
export function thereAndBack(
  { kernelSize, stride, padding, dilation }: SharedSettings,
  outputPadding: number,
  from: number,
): RoundTrip | undefined {
  const window: AxisWindow = {
    kind: 'gather',
    kernel: kernelSize,
    stride,
    dilation,
    before: padding,
    after: padding,
    weight: 1,
  }
  const there = outputSide(window, from)
  if (there < 1) return undefined
  const exact = outputSide({ ...window, kind: 'scatter' }, there)
  const back = exact + outputPadding
  return back < 1 ? undefined : { from, there, back, needed: from - exact }
}
