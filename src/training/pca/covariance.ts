/**
 * The covariance of all pixels. Pixels are bytes, so every sum below is a whole number that float64 holds exactly, and
 * most of them are 0, so an image becomes the list of those that are not. A block of images is gone through pixel by
 * pixel: one row of the matrix then stays in the fastest cache while the lists of the block pass by.
 */
import type { Images } from '../stepper.ts'
import type { Pace } from './pace.ts'

/** Images as bytes, image after image; 255 is 1. A dataset's `train` and `test` are such. */
export type ImageBytes = Pick<Images, 'count' | 'pixels'>

/** Mean and covariance of pixel values from 0 to 1. */
export interface Moments {
  /** One value a pixel. */
  readonly mean: Float64Array
  /** Row-major, symmetric, with divisor `count`. */
  readonly covariance: Float64Array
}

/** Images in a block: their lists are some 30 kB for MNIST. */
const blockImages = 64

/** The largest number of images for which `count · Σ xy` stays below 2⁵³, so that the covariance is rounded only once. */
export const exactImages = Math.floor(Math.sqrt(Number.MAX_SAFE_INTEGER) / 255)

/** Mean and covariance of the images with so many pixels each; tells `pace` the share of images gone through. */
export async function pixelMoments(images: ImageBytes, size: number, pace: Pace): Promise<Moments> {
  const { count, pixels } = images
  const sums = new Float64Array(size)
  const products = new Float64Array(size * size)
  const block = createBlock(size)
  for (let first = 0; first < count; first += blockImages) {
    fillBlock(block, pixels, size, first, Math.min(blockImages, count - first))
    addBlock(block, size, sums, products)
    await pace(Math.min(1, (first + blockImages) / count) * 0.999)
  }
  return { mean: sums.map(sum => sum / (255 * count)), covariance: toCovariance(sums, products, count) }
}

/** The pixels of some images that are not 0: those of image `i` lie from `starts[i]` up to `starts[i + 1]`. */
interface Block {
  images: number
  readonly starts: Int32Array
  readonly places: Int32Array
  readonly values: Int32Array
  /** Per image, the first entry that has not been a row yet. */
  readonly next: Int32Array
}

function createBlock(size: number): Block {
  return {
    images: 0,
    starts: new Int32Array(blockImages + 1),
    places: new Int32Array(blockImages * size),
    values: new Int32Array(blockImages * size),
    next: new Int32Array(blockImages),
  }
}

function fillBlock(block: Block, pixels: Uint8Array, size: number, first: number, images: number): void {
  const { starts, places, values, next } = block
  let end = 0
  for (let image = 0; image < images; image++) {
    const from = (first + image) * size
    starts[image] = end
    next[image] = end
    for (let pixel = 0; pixel < size; pixel++) {
      const value = pixels[from + pixel]!
      if (value === 0) continue
      places[end] = pixel
      values[end++] = value
    }
  }
  starts[images] = end
  block.images = images
}

/** Adds Σ x_row to `sums` and Σ x_row x_column, for columns from the diagonal on, to `products`. */
function addBlock(block: Block, size: number, sums: Float64Array, products: Float64Array): void {
  const { images, starts, places, values, next } = block
  for (let row = 0; row < size; row++) {
    const sumsOfRow = products.subarray(row * size, (row + 1) * size)
    for (let image = 0; image < images; image++) {
      const from = next[image]!
      const to = starts[image + 1]!
      if (from === to || places[from] !== row) continue
      const factor = values[from]!
      sums[row]! += factor
      for (let k = from; k < to; k++) sumsOfRow[places[k]!]! += factor * values[k]!
      next[image] = from + 1
    }
  }
}

/** (n Σxy − Σx Σy) / (255 n)², the upper half copied to the lower; in place. */
function toCovariance(sums: Float64Array, products: Float64Array, count: number): Float64Array {
  const size = sums.length
  const scale = (255 * count) ** 2
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const at = row * size + column
      const value = (count * products[at]! - sums[row]! * sums[column]!) / scale
      products[at] = value
      products[column * size + row] = value
    }
  }
  return products
}
