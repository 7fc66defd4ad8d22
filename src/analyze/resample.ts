/** Where a pixel comes from that a layer mixes by a ratio of sides, or sees beyond a border. */
import type { Beyond, Resampling } from '../graph/definition.ts'

/** Pixels and their shares, which sum to 1. */
export type Mix = readonly (readonly [pixel: number, share: number])[]

/** How one side is resampled, with the two sides that it has in the model. */
export interface Mixing extends Pick<Resampling, 'mode' | 'alignCorners' | 'isBySides'> {
  /** Input pixels per output pixel. */
  readonly ratio: number
  /** How many times larger the side becomes; left out where the side that comes out is given. */
  readonly factor?: number
  /** The sides of the input and of the output in the model. */
  readonly side: number
  readonly size: number
  /** After how many pixels of the output, and of the input, the shares repeat. */
  readonly period: readonly [output: number, input: number]
}

/** Fractions of a factor have numbers up to this; beyond it the nearest such fraction stands for the factor. */
const largestFraction = 1024

/** One side of a resampling layer. */
export function mixingOf(resampling: Resampling, axis: 0 | 1, side: number, size: number): Mixing {
  const { mode, alignCorners, isBySides, factor } = resampling
  const ratio = resampling.ratio[axis]
  return {
    mode,
    alignCorners,
    isBySides,
    ratio,
    ...(factor && { factor: factor[axis] }),
    side,
    size,
    period: periodOf(ratio, alignCorners, side, size),
  }
}

function periodOf(ratio: number, alignCorners: boolean, side: number, size: number): [number, number] {
  if (ratio === 0) return [1, side]
  const [from, to] = alignCorners ? [side - 1, size - 1] : [side, size]
  if (ratio === from / to) {
    const common = greatestDivisor(from, to)
    return [to / common, from / common]
  }
  const [input, output] = fractionOf(ratio)
  return [output, input]
}

export const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/** The fraction that a number is, or the nearest with small numbers: its continued fraction, cut where it gets long. */
export function fractionOf(value: number): readonly [numerator: number, denominator: number] {
  let [above, below, lastAbove, lastBelow] = [Math.floor(value), 1, 1, 0]
  for (let rest = value - above; Math.abs(value - above / below) > 1e-12 * value; ) {
    const next = 1 / rest
    const whole = Math.floor(next)
    const [a, b] = [whole * above + lastAbove, whole * below + lastBelow]
    if (Math.max(a, b) > largestFraction) break
    ;[lastAbove, lastBelow, above, below] = [above, below, a, b]
    rest = next - whole
  }
  return above === 0 ? [1, Math.round(1 / value)] : [above, below]
}

/** The side that comes out where `side` goes in. */
export const resampledSide = ({ factor, size }: Mixing, side: number): number =>
  factor === undefined ? size : Math.floor(side * factor)

/**
 * What output pixel `pixel` is mixed from. Without sides both go on for ever, so that no border is repeated and the ratio
 * is that of the model. Sources: aten/src/ATen/native/UpSample.h; AdaptiveAveragePooling.cpp for means.
 */
export function mixedFrom(m: Mixing, pixel: number, side?: number, size?: number): Mix {
  if (side === undefined || size === undefined) {
    const [output, input] = m.period
    return mixAt(m, pixel, input / output, (at, above, below) => Math.floor((at * above) / below))
  }
  const isOwn = side === m.side && size === m.size
  const corners = size > 1 ? (side - 1) / (size - 1) : 0
  const ratio = isOwn || !(m.isBySides || m.alignCorners) ? m.ratio : m.alignCorners ? corners : side / size
  // torch finds the nearest pixel in single precision.
  const inSingle = (at: number) => Math.floor(Math.fround(at * Math.fround(ratio)))
  const inWhole = (at: number) => Math.floor((at * side) / size)
  const mix = mixAt(m, pixel, ratio, m.mode === 'area' ? inWhole : inSingle)
  return mix.map(([at, share]) => [Math.min(Math.max(at, 0), side - 1), share] as const)
}

/** `floorOf` is ⌊at · ratio⌋, worked out of the whole numbers `above / below` of the period where there are no sides. */
function mixAt(
  { mode, alignCorners, period: [output, input] }: Mixing,
  pixel: number,
  ratio: number,
  floorOf: (at: number, above: number, below: number) => number,
): Mix {
  switch (mode) {
    case 'nearest':
      return [[floorOf(pixel, input, output), 1]]
    case 'nearest-exact':
      return [[floorOf(pixel + 0.5, input, output), 1]]
    case 'area': {
      const first = floorOf(pixel, input, output)
      const behind = -floorOf(-(pixel + 1), input, output)
      return Array.from({ length: behind - first }, (_, i) => [first + i, 1 / (behind - first)] as const)
    }
    default: {
      const place = alignCorners ? pixel * ratio : (pixel + 0.5) * ratio - 0.5
      return mode === 'linear' ? linear(place) : cubic(place)
    }
  }
}

function linear(place: number): Mix {
  const first = Math.floor(place)
  const rest = place - first
  return rest === 0
    ? [[first, 1]]
    : [
        [first, 1 - rest],
        [first + 1, rest],
      ]
}

/** torch's bicubic: Keys's kernel with −0.75. */
const sharpness = -0.75

function cubic(place: number): Mix {
  const first = Math.floor(place)
  return [-1, 0, 1, 2].map(step => [first + step, keys(Math.abs(place - first - step))] as const)
}

const keys = (x: number): number =>
  x <= 1
    ? (sharpness + 2) * x ** 3 - (sharpness + 3) * x ** 2 + 1
    : sharpness * (x ** 3 - 5 * x ** 2 + 8 * x - 4)

/** The pixel of a side that is seen at a place beyond it; undefined where it would have to be mirrored twice. */
export function pixelBeyond(beyond: Beyond, pixel: number, side: number): number | undefined {
  switch (beyond) {
    case 'replicate':
      return Math.min(Math.max(pixel, 0), side - 1)
    case 'circular':
      return ((pixel % side) + side) % side
    case 'reflect': {
      const mirrored = pixel < 0 ? -pixel : 2 * (side - 1) - pixel
      return mirrored >= 0 && mirrored < side ? mirrored : undefined
    }
  }
}
