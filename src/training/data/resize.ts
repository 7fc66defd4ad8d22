import type { ImageShape } from './arrays.ts'

/** For each output pixel of an axis the first input pixel that it is made of, and their weights. */
interface Taps {
  readonly starts: Int32Array
  readonly weights: readonly Float64Array[]
}

/** Makes images of one size into those of another; the arrays are channels last, bytes. */
export type Resizer = (pixels: Uint8Array, from: number, target: Uint8Array, to: number) => void

/**
 * A function that resizes one image after another: the largest part of the image with the target's proportions, from its
 * middle. Shrinking averages the area that a pixel covers, enlarging is bilinear. RGB becomes grey by ITU-R BT.601.
 */
export function createResizer(from: ImageShape, to: ImageShape): Resizer {
  const [channels, height, width] = from
  const [targetChannels, targetHeight, targetWidth] = to
  const scale = Math.min(height / targetHeight, width / targetWidth)
  const rows = tapsOf(height, targetHeight * scale, targetHeight)
  const columns = tapsOf(width, targetWidth * scale, targetWidth)
  const between = new Float64Array(height * targetWidth * channels)
  const mixed = new Float64Array(channels)
  return (pixels, start, target, at) => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < targetWidth; x++) {
        const weights = columns.weights[x]!
        for (let channel = 0; channel < channels; channel++) {
          let source = start + (y * width + columns.starts[x]!) * channels + channel
          let sum = 0
          for (let k = 0; k < weights.length; k++, source += channels) sum += weights[k]! * pixels[source]!
          between[(y * targetWidth + x) * channels + channel] = sum
        }
      }
    }
    for (let y = 0; y < targetHeight; y++) {
      const weights = rows.weights[y]!
      for (let x = 0; x < targetWidth; x++) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0
          for (let k = 0; k < weights.length; k++) {
            sum += weights[k]! * between[((rows.starts[y]! + k) * targetWidth + x) * channels + channel]!
          }
          mixed[channel] = sum
        }
        const place = at + (y * targetWidth + x) * targetChannels
        for (let channel = 0; channel < targetChannels; channel++) {
          const value =
            channels === targetChannels
              ? mixed[channel]!
              : channels === 1
                ? mixed[0]!
                : 0.299 * mixed[0]! + 0.587 * mixed[1]! + 0.114 * mixed[2]!
          target[place + channel] = Math.round(value)
        }
      }
    }
  }
}

function tapsOf(length: number, used: number, count: number): Taps {
  const step = used / count
  const begin = (length - used) / 2
  const starts = new Int32Array(count)
  const weights = Array.from({ length: count }, (_, i) => {
    if (step >= 1) {
      const [from, to] = [begin + i * step, begin + (i + 1) * step]
      const first = Math.min(length - 1, Math.floor(from + 1e-9))
      const last = Math.max(first, Math.min(length - 1, Math.ceil(to - 1e-9) - 1))
      starts[i] = first
      return normalised(
        Float64Array.from({ length: last - first + 1 }, (_, k) =>
          Math.max(0, Math.min(to, first + k + 1) - Math.max(from, first + k)),
        ),
      )
    }
    const centre = Math.min(length - 1, Math.max(0, begin + (i + 0.5) * step - 0.5))
    const first = Math.floor(centre)
    starts[i] = first
    const part = centre - first
    return part === 0 || first + 1 >= length ? Float64Array.of(1) : Float64Array.of(1 - part, part)
  })
  return { starts, weights }
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return weights.map(weight => weight / sum)
}
