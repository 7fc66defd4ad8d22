/**
 * One side of one layer as arithmetic on a line of numbers. Convolutions, pooling and their transposed twins are
 * separable when every weight is the same, so that counting how often a pixel is painted is a job for height and width
 * apart: a few additions a pixel in place of a convolution.
 *
 * Sources: A. Odena, V. Dumoulin, C. Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016; V. Dumoulin,
 * F. Visin, A guide to convolution arithmetic for deep learning, 2016.
 */

import type { Beyond, Blend } from '../graph/definition.ts'
import { mixedFrom, pixelBeyond } from './resample.ts'

/** How one side of the output depends on the same side of the input. */
export interface AxisWindow {
  /** `gather` slides over the input, `scatter` paints into the output. */
  readonly kind: 'gather' | 'scatter'
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  /** Pixels added before the input (gather) or cut from the beginning of the output (scatter). */
  readonly before: number
  /** The same at the end; negative where output_padding adds more than padding cuts. */
  readonly after: number
  /** What each tap weighs: 1 for convolutions, 1/kernel for average pooling. */
  readonly weight: number
  /** How each painted pixel is mixed from its neighbours, where it is no copy of one of them. */
  readonly blend?: Blend
  /** What stands beyond the border of the input, where it is not zeros. */
  readonly beyond?: Beyond
}

/** A line of values; finite, or one period of an endless one. */
export type Line = Float64Array

const spanOf = (w: AxisWindow): number => w.dilation * (w.kernel - 1) + 1

/** The output side for an input side; below 1 where the window does not fit. */
export const outputSide = (w: AxisWindow, side: number): number =>
  w.kind === 'gather'
    ? Math.floor((side + w.before + w.after - spanOf(w)) / w.stride) + 1
    : (side - 1) * w.stride + spanOf(w) - w.before - w.after

/** The input sides that lead to an output side, as `[smallest, largest]`; none where no side does. */
export function inputSides(w: AxisWindow, side: number): readonly [number, number] | undefined {
  if (w.kind === 'gather') {
    const smallest = (side - 1) * w.stride + spanOf(w) - w.before - w.after
    const largest = smallest + w.stride - 1
    return largest < 1 ? undefined : [Math.max(1, smallest), largest]
  }
  const exact = (side + w.before + w.after - spanOf(w)) / w.stride + 1
  return Number.isInteger(exact) && exact >= 1 ? [exact, exact] : undefined
}

/** The pixel of the long side that tap `tap` at position `at` of the short side touches. */
export const touched = (w: AxisWindow, at: number, tap: number): number =>
  at * w.stride + tap * w.dilation - w.before

/**
 * Which pixels of the short side paint pixel `pixel` of the long one by blending, with their shares; `short` and `long` are
 * the sides, endless where they are left out.
 */
const blendAt = (w: AxisWindow, blend: Blend, pixel: number, short?: number, long?: number) =>
  mixedFrom(blend, w.stride, pixel, short, long)

/** The pixel of a long side of `length` that stands at `pixel`, beyond its border too; undefined where that is zero. */
export const seen = (w: AxisWindow, pixel: number, length: number): number | undefined =>
  pixel >= 0 && pixel < length ? pixel : w.beyond && pixelBeyond(w.beyond, pixel, length)

/** The short side: the output of a gather, the input of a scatter. */
const gatherLine = (w: AxisWindow, long: Line, length: number): Line => {
  const short = new Float64Array(length)
  if (w.blend) {
    for (let pixel = 0; pixel < long.length; pixel++) {
      for (const [at, share] of blendAt(w, w.blend, pixel, length, long.length)) {
        short[at]! += share * long[pixel]!
      }
    }
    return short
  }
  for (let at = 0; at < length; at++) {
    let sum = 0
    for (let tap = 0; tap < w.kernel; tap++) {
      const pixel = seen(w, touched(w, at, tap), long.length)
      if (pixel !== undefined) sum += long[pixel]!
    }
    short[at] = sum * w.weight
  }
  return short
}

const scatterLine = (w: AxisWindow, short: Line, length: number): Line => {
  const long = new Float64Array(length)
  if (w.blend) {
    for (let pixel = 0; pixel < length; pixel++) {
      for (const [at, share] of blendAt(w, w.blend, pixel, short.length, length)) {
        long[pixel]! += share * short[at]!
      }
    }
    return long
  }
  for (let at = 0; at < short.length; at++) {
    for (let tap = 0; tap < w.kernel; tap++) {
      const pixel = seen(w, touched(w, at, tap), length)
      if (pixel !== undefined) long[pixel]! += short[at]! * w.weight
    }
  }
  return long
}

/** What a layer with all-ones kernels makes of a line: how often each output is painted, if the line is of ones. */
export const forwardLine = (w: AxisWindow, line: Line): Line =>
  (w.kind === 'gather' ? gatherLine : scatterLine)(w, line, Math.max(0, outputSide(w, line.length)))

/** The transposed of `forwardLine`: what reaches each of `side` inputs when this line comes back from the outputs. */
export const backwardLine = (w: AxisWindow, line: Line, side: number): Line =>
  (w.kind === 'gather' ? scatterLine : gatherLine)(w, line, side)

const modulo = (value: number, period: number): number => ((value % period) + period) % period

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/**
 * The same for a line that goes on for ever in both directions with the given period, so that there are no borders.
 * `toLong` goes from the short side to the long one: forward through a scatter, backward through a gather. The period
 * that comes back is the smallest that strides guarantee, its phase counted from pixel 0.
 */
export function endlessLine(w: AxisWindow, period: Line, direction: 'forward' | 'backward'): Line {
  const toLong = (w.kind === 'scatter') === (direction === 'forward')
  const length = toLong ? period.length * w.stride : period.length / greatestDivisor(period.length, w.stride)
  const result = new Float64Array(length)
  if (w.blend) {
    // Each pixel of the long side once, a whole number of periods of both sides.
    const long = toLong ? length : length * w.stride
    for (let pixel = 0; pixel < long; pixel++) {
      for (const [at, share] of blendAt(w, w.blend, pixel)) {
        if (toLong) result[pixel]! += share * period[modulo(at, period.length)]!
        else result[modulo(at, length)]! += share * period[modulo(pixel, period.length)]!
      }
    }
    return result
  }
  if (toLong) {
    for (let at = 0; at < period.length; at++) {
      for (let tap = 0; tap < w.kernel; tap++) {
        result[modulo(touched(w, at, tap), length)]! += period[at]! * w.weight
      }
    }
    return result
  }
  for (let at = 0; at < length; at++) {
    let sum = 0
    for (let tap = 0; tap < w.kernel; tap++) sum += period[modulo(touched(w, at, tap), period.length)]!
    result[at] = sum * w.weight
  }
  return result
}
