/**
 * One side of one layer as arithmetic on a line of numbers. Convolutions, pooling and their transposed twins are
 * separable when every weight is the same, so that counting how often a pixel is painted is a job for height and width
 * apart: a few additions a pixel in place of a convolution.
 *
 * Sources: A. Odena, V. Dumoulin, C. Olah, Deconvolution and Checkerboard Artifacts, Distill, 2016; V. Dumoulin,
 * F. Visin, A guide to convolution arithmetic for deep learning, 2016.
 */

import type { Beyond } from '../graph/definition.ts'
import { type Mixing, mixedFrom, pixelBeyond, resampledSide } from './resample.ts'

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
  /** Means at a border: of the pixels with their padding, or of those of the image alone. */
  readonly mean?: 'padded' | 'covered'
  /** True where sizes are rounded up, as long as the last window begins in the image or the padding before it. */
  readonly isCeil?: boolean
  /** How each pixel that comes out is mixed by a ratio of sides, where taps and steps do not say it all. */
  readonly mixing?: Mixing
  /** What stands beyond the border of the input, where it is not zeros. */
  readonly beyond?: Beyond
}

/** A line of values; finite, or one period of an endless one. */
export type Line = Float64Array

const spanOf = (w: AxisWindow): number => w.dilation * (w.kernel - 1) + 1

/** The output side for an input side; below 1 where the window does not fit. */
export function outputSide(w: AxisWindow, side: number): number {
  if (w.mixing) return resampledSide(w.mixing, side)
  if (w.kind === 'scatter') return (side - 1) * w.stride + spanOf(w) - w.before - w.after
  const steps = (side + w.before + w.after - spanOf(w)) / w.stride
  if (!w.isCeil) return Math.floor(steps) + 1
  const size = Math.ceil(steps) + 1
  return (size - 1) * w.stride >= side + w.before ? size - 1 : size
}

/** The input sides that lead to an output side, as `[smallest, largest]`; none where no side does. */
export function inputSides(w: AxisWindow, side: number): readonly [number, number] | undefined {
  if (w.mixing || w.isCeil) return searchedSides(w, side)
  if (w.kind === 'gather') {
    const smallest = (side - 1) * w.stride + spanOf(w) - w.before - w.after
    const largest = smallest + w.stride - 1
    return largest < 1 ? undefined : [Math.max(1, smallest), largest]
  }
  const exact = (side + w.before + w.after - spanOf(w)) / w.stride + 1
  return Number.isInteger(exact) && exact >= 1 ? [exact, exact] : undefined
}

/** The same by trying sides, where rounding follows no one formula. A given size comes of every side; the model's counts. */
function searchedSides(w: AxisWindow, side: number): readonly [number, number] | undefined {
  const { mixing } = w
  if (mixing && mixing.factor === undefined) {
    return side === mixing.size ? [mixing.side, mixing.side] : undefined
  }
  const step = mixing ? 1 / mixing.factor! : w.stride
  const from = Math.max(1, Math.floor((side - 2) * step))
  const found: number[] = []
  for (let tried = from; tried <= (side + 2) * step + spanOf(w) + w.stride; tried++) {
    if (outputSide(w, tried) === side) found.push(tried)
  }
  return found.length === 0 ? undefined : [found[0]!, found.at(-1)!]
}

/** The pixel of the long side that tap `tap` at position `at` of the short side touches. */
export const touched = (w: AxisWindow, at: number, tap: number): number =>
  at * w.stride + tap * w.dilation - w.before

/** The pixel of a long side of `length` that stands at `pixel`, beyond its border too; undefined where that is zero. */
export const seen = (w: AxisWindow, pixel: number, length: number): number | undefined =>
  pixel >= 0 && pixel < length ? pixel : w.beyond && pixelBeyond(w.beyond, pixel, length)

/** What each tap of the window at `at` weighs on a side of `length`; means weigh more where a border cuts their window. */
function weightAt(w: AxisWindow, at: number, length: number): number {
  if (!w.mean) return w.weight
  const first = at * w.stride - w.before
  const behind = Math.min(first + w.kernel, length + w.before)
  const pixels = w.mean === 'padded' ? behind - first : Math.min(behind, length) - Math.max(first, 0)
  return pixels > 0 ? 1 / pixels : 0
}

/** The short side: the output of a gather, the input of a scatter. */
const gatherLine = (w: AxisWindow, long: Line, length: number): Line => {
  const short = new Float64Array(length)
  for (let at = 0; at < length; at++) {
    let sum = 0
    for (let tap = 0; tap < w.kernel; tap++) {
      const pixel = seen(w, touched(w, at, tap), long.length)
      if (pixel !== undefined) sum += long[pixel]!
    }
    short[at] = sum * weightAt(w, at, long.length)
  }
  return short
}

const scatterLine = (w: AxisWindow, short: Line, length: number): Line => {
  const long = new Float64Array(length)
  for (let at = 0; at < short.length; at++) {
    const share = short[at]! * weightAt(w, at, length)
    for (let tap = 0; tap < w.kernel; tap++) {
      const pixel = seen(w, touched(w, at, tap), length)
      if (pixel !== undefined) long[pixel]! += share
    }
  }
  return long
}

/** What a layer with all-ones kernels makes of a line: how often each output is painted, if the line is of ones. */
export function forwardLine(w: AxisWindow, line: Line): Line {
  const length = Math.max(0, outputSide(w, line.length))
  if (!w.mixing) return (w.kind === 'gather' ? gatherLine : scatterLine)(w, line, length)
  const result = new Float64Array(length)
  for (let pixel = 0; pixel < length; pixel++) {
    for (const [at, share] of mixedFrom(w.mixing, pixel, line.length, length)) {
      result[pixel]! += share * line[at]!
    }
  }
  return result
}

/** The transposed of `forwardLine`: what reaches each of `side` inputs when this line comes back from the outputs. */
export function backwardLine(w: AxisWindow, line: Line, side: number): Line {
  if (!w.mixing) return (w.kind === 'gather' ? scatterLine : gatherLine)(w, line, side)
  const result = new Float64Array(side)
  for (let pixel = 0; pixel < line.length; pixel++) {
    for (const [at, share] of mixedFrom(w.mixing, pixel, side, line.length)) {
      result[at]! += share * line[pixel]!
    }
  }
  return result
}
