import { type CopyVerdict, copyVerdict } from '../../latent/copies.ts'
import { nearestImages } from '../../latent/nearest.ts'
import type { Desk, Question } from '../question.ts'

/** The training image that is most like a given one. */
export interface NearestImage {
  /** Its place among the training images, from 0. */
  readonly place: number
  readonly label: number
  /** Bytes, channels last. */
  readonly pixels: Uint8Array
  /** Mean squared difference to the given image. */
  readonly mse: number
  readonly verdict: CopyVerdict
}

/** Training images that the usual error of a reconstruction is taken from. */
const typicalImages = 256

/** Searches all training images for the one nearest to `pixels` (values from 0 to 1, channels last). */
export const nearestTraining: Question<{ readonly pixels: Float32Array }, NearestImage> = async (
  { pixels },
  desk,
  work,
) => {
  const { train } = await desk.dataset()
  const [nearest] = await nearestImages(pixels, train, pixels.length, work)
  const { index, mse } = nearest!
  const bytes = train.pixels.slice(index * pixels.length, (index + 1) * pixels.length)
  const rebuilt = await desk.model().reconstruct(
    Float32Array.from(bytes, byte => byte / 255),
    1,
  )
  return {
    place: index,
    label: train.labels[index]!,
    pixels: bytes,
    mse,
    verdict: copyVerdict({
      toImage: mse,
      toReconstruction: rebuilt && meanSquare(rebuilt, pixels),
      usual: await usualError(desk, pixels.length),
    }),
  }
}

/** The mean squared error of reconstructions of training images; undefined where the network makes none. */
const usualError = (desk: Desk, size: number): Promise<number | undefined> =>
  desk.ofModel('usual error', async () => {
    const { train } = await desk.dataset()
    const count = Math.min(typicalImages, train.count)
    const values = Float32Array.from(train.pixels.subarray(0, count * size), byte => byte / 255)
    const rebuilt = await desk.model().reconstruct(values, count)
    return rebuilt && meanSquare(rebuilt, values)
  })

function meanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return sum / a.length
}
