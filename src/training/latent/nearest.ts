import type { ImageBytes } from '../pca/covariance.ts'
import { createPace, type WorkOptions } from '../pca/pace.ts'

/** A training image that is like a given one. */
export interface Neighbour {
  /** Its index among the training images; the first of equally near ones. */
  readonly index: number
  /** Mean over pixels of the squared difference, pixels from 0 to 1: 0 is the image itself. */
  readonly mse: number
}

/** Training images that are turned into values at a time, for all queries: 200 kB for MNIST. */
const blockImages = 64
/** Pixels between two looks whether the nearest is beaten already. */
const blockPixels = 56

/**
 * The nearest training image of each query, by exhaustive search: a distance is given up as soon as it is above the
 * least one so far. Queries are values from 0 to 1, in the images' own layout.
 * @param size pixels of an image, channels included.
 * @throws Error where there is nothing to search, and the signal's reason where it was aborted.
 */
export async function nearestImages(
  queries: Float32Array,
  images: ImageBytes,
  size: number,
  options: WorkOptions = {},
): Promise<Neighbour[]> {
  const count = queries.length / size
  if (!Number.isInteger(count)) {
    throw new Error(`Images have ${size} values each; ${queries.length} are no whole number of images.`)
  }
  if (images.count === 0) throw new Error('There are no training images to search.')
  const pace = createPace(options)
  const found = Array.from({ length: count }, () => ({ index: 0, sum: Number.POSITIVE_INFINITY }))
  const values = new Float32Array(blockImages * size)
  for (let first = 0; first < images.count; first += blockImages) {
    const inBlock = Math.min(blockImages, images.count - first)
    for (let i = 0; i < inBlock * size; i++) values[i] = images.pixels[first * size + i]! / 255
    for (let query = 0; query < count; query++) {
      const best = found[query]!
      for (let image = 0; image < inBlock; image++) {
        const sum = squaredDistance(queries, query * size, values, image * size, size, best.sum)
        if (sum < best.sum) {
          best.index = first + image
          best.sum = sum
        }
      }
      await pace(((first + (inBlock * query) / count) / images.count) * 0.999)
    }
  }
  await pace(1)
  return found.map(({ index, sum }) => ({ index, mse: sum / size }))
}

/** Σ (a − b)², or something not below `limit` where it reaches that. */
function squaredDistance(
  a: Float32Array,
  fromA: number,
  b: Float32Array,
  fromB: number,
  size: number,
  limit: number,
): number {
  let sum = 0
  for (let start = 0; start < size && sum < limit; start += blockPixels) {
    const end = Math.min(size, start + blockPixels)
    for (let i = start; i < end; i++) {
      const difference = a[fromA + i]! - b[fromB + i]!
      sum += difference * difference
    }
  }
  return sum
}
