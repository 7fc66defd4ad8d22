/** What is done to images on their way into a network, and undone on their way out. Pure; `batches.ts` applies it. */

import type { PixelScale } from '../../compile/plan.ts'
import { dataSchema } from '../../graph/dataSettings.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import { fillParams } from '../../graph/params.ts'
import { randomStream } from '../../runtime/random.ts'
import type { Images } from '../stepper.ts'

/** What is done to training images, another way in each step. */
export interface Augmentation {
  /** Pixels by which an image is moved at most. */
  readonly shift: number
  readonly flip: boolean
  /** Deviation of the noise on what the network sees. */
  readonly noise: number
  readonly seed: number
}

export interface Treatment {
  readonly scale?: PixelScale
  readonly augmentation?: Augmentation
}

/** The treatment that the settings ask for; statistics are those of the training images. */
export function treatmentOf(settings: TrainingSettings, train: Images, channels: number): Treatment {
  const { normalisation, shift, flip, noise } = fillParams(dataSchema, { ...settings })
  const same = (value: number): number[] => Array<number>(channels).fill(value)
  const scale =
    normalisation === '-1..1'
      ? { mean: same(0.5), deviation: same(0.5) }
      : normalisation === 'standardise'
        ? channelScale(train, channels)
        : undefined
  return {
    ...(scale && { scale }),
    ...((shift > 0 || flip || noise > 0) && {
      augmentation: { shift, flip, noise, seed: settings.seed },
    }),
  }
}

/** Mean and deviation of each channel over all pixels, in units of 0 to 1; a constant channel has deviation 1. */
export function channelScale({ pixels }: Images, channels: number): PixelScale {
  // Sums by value are exact for any number of pixels.
  const counts = Array.from({ length: channels }, () => new Float64Array(256))
  for (let i = 0; i < pixels.length; i += channels) {
    for (let channel = 0; channel < channels; channel++) counts[channel]![pixels[i + channel]!]!++
  }
  const total = Math.max(1, pixels.length / channels)
  const mean = counts.map(list => list.reduce((sum, count, value) => sum + (count * value) / 255, 0) / total)
  const deviation = counts.map((list, channel) => {
    const square = list.reduce((sum, count, value) => sum + count * (value / 255 - mean[channel]!) ** 2, 0)
    return Math.sqrt(square / total) || 1
  })
  return { mean, deviation }
}

/**
 * For each pixel of a batch the index of the pixel that stands there after shifting and flipping, counted over the batch;
 * `count · height · width`, one behind the last, stands for black. Depends on seed and step alone.
 */
export function movedPixels(
  { shift, flip, seed }: Augmentation,
  step: number,
  count: number,
  height: number,
  width: number,
): Int32Array {
  const next = randomStream(seed, `augmentation of step ${step}`)
  const area = height * width
  const black = count * area
  const moved = new Int32Array(black)
  for (let image = 0; image < count; image++) {
    const down = Math.floor(next() * (2 * shift + 1)) - shift
    const right = Math.floor(next() * (2 * shift + 1)) - shift
    const isFlipped = flip && next() < 0.5
    for (let y = 0; y < height; y++) {
      const fromY = y - down
      for (let x = 0; x < width; x++) {
        const fromX = (isFlipped ? width - 1 - x : x) - right
        const isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width
        moved[image * area + y * width + x] = isInside ? image * area + fromY * width + fromX : black
      }
    }
  }
  return moved
}

/** The seed of the noise of a step. */
export const noiseSeed = ({ seed }: Augmentation, step: number): number =>
  Math.floor(randomStream(seed, `noise of step ${step}`)() * 2 ** 31)
