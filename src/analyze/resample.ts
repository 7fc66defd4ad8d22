/** Where a pixel comes from that a layer mixes from its neighbours, or sees beyond a border. */
import type { Beyond, Blend } from '../graph/definition.ts'

/** Pixels and their shares, which sum to 1. */
export type Mix = readonly (readonly [pixel: number, share: number])[]

/**
 * What output pixel `pixel` of an enlarged side is mixed from. Without sides both go on for ever, so that no border is
 * repeated and aligned corners are as far apart as the pixels. Source: aten/src/ATen/native/UpSample.h.
 */
export function mixedFrom(
  { mode, alignCorners }: Blend,
  scale: number,
  pixel: number,
  side?: number,
  size?: number,
): Mix {
  const place = alignCorners
    ? pixel * (side === undefined || size === undefined ? 1 / scale : size > 1 ? (side - 1) / (size - 1) : 0)
    : (pixel + 0.5) / scale - 0.5
  const mix = mode === 'linear' ? linear(place) : cubic(place)
  return side === undefined
    ? mix
    : mix.map(([at, share]) => [Math.min(Math.max(at, 0), side - 1), share] as const)
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
