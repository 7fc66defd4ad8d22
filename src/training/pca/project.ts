import { type Codes, createCodes } from '../latent/codes.ts'
import { diagonalGaussian, type Gaussian } from '../latent/gaussian.ts'
import type { ImageBytes } from './covariance.ts'
import { createPace, type Pace, type WorkOptions } from './pace.ts'
import type { Pca } from './pca.ts'

/** Images between two looks at the clock. */
const partImages = 64

/**
 * The first `dims` coordinates of each image: basisᵀ(x − mean). All of MNIST takes a second or so for 128 dims.
 * @throws Error if PCA has fewer components, and the signal's reason where it was aborted.
 */
export async function encodePca(
  pca: Pca,
  images: ImageBytes,
  dims = pca.dims,
  options: WorkOptions = {},
): Promise<Codes> {
  const pace = createPace(options)
  const codes = createCodes(images.count, dims)
  await projectAll(pca, images, dims, pace, ({ code }, image) => codes.values.set(code, image * dims))
  await pace(1)
  return codes
}

/** The images that belong to codes: mean + basis · c. Values around 0 to 1, not clipped; codes.count × size of them. */
export function decodePca(pca: Pca, codes: Codes): Float32Array {
  const { size, mean, basis } = pca
  requireDims(pca, codes.dims)
  const images = new Float32Array(codes.count * size)
  for (let image = 0; image < codes.count; image++) {
    const code = codes.values.subarray(image * codes.dims, (image + 1) * codes.dims)
    for (let pixel = 0; pixel < size; pixel++) {
      let value = mean[pixel]!
      for (let k = 0; k < code.length; k++) value += basis[pixel * pca.dims + k]! * code[k]!
      images[image * size + pixel] = value
    }
  }
  return images
}

/** The images as `dims` numbers each tell them. Values around 0 to 1, not clipped; count × size of them. */
export const reconstructPca = async (pca: Pca, images: ImageBytes, dims = pca.dims): Promise<Float32Array> =>
  decodePca(pca, await encodePca(pca, images, dims))

/**
 * The mean over images and pixels of the squared difference to their reconstruction, for each of the `dims`, not
 * clipped. One pass for all of them: the components are orthonormal, so each takes its squared coordinate off the
 * squared distance to the mean.
 * @throws Error for dims that PCA has not, and the signal's reason where it was aborted.
 */
export async function pcaMse(
  pca: Pca,
  images: ImageBytes,
  dims: readonly number[],
  options: WorkOptions = {},
): Promise<number[]> {
  if (images.count === 0) throw new Error('An error needs at least one image; there is none.')
  if (dims.length === 0) return []
  for (const each of dims) requireDims(pca, each)
  const pace = createPace(options)
  // Σ‖x − mean‖² over the images, and the part of it along each component.
  let total = 0
  const along = new Float64Array(Math.max(...dims))
  await projectAll(pca, images, along.length, pace, ({ code, distance }) => {
    for (let k = 0; k < along.length; k++) along[k]! += code[k]! ** 2
    total += distance
  })
  await pace(1)
  return dims.map(each => {
    const taken = along.subarray(0, each).reduce((sum, part) => sum + part, 0)
    return (total - taken) / (images.count * pca.size)
  })
}

/** Projects every image, in slices of time. */
async function projectAll(
  pca: Pca,
  { count, pixels }: ImageBytes,
  dims: number,
  pace: Pace,
  visit: (projection: Projection, image: number) => void,
): Promise<void> {
  const project = projector(pca, dims)
  for (let first = 0; first < count; first += partImages) {
    const end = Math.min(count, first + partImages)
    for (let image = first; image < end; image++) visit(project(pixels, image * pca.size), image)
    await pace((end / count) * 0.999)
  }
}

interface Projection {
  /** Overwritten by the next projection. */
  readonly code: Float64Array
  /** ‖x − mean‖² */
  readonly distance: number
}

/** Projects one image after the other; only pixels that are not 0 cost time, the mean's code is taken off once. */
function projector(pca: Pca, dims: number): (pixels: Uint8Array, from: number) => Projection {
  requireDims(pca, dims)
  const { size, mean, basis } = pca
  const ofMean = new Float64Array(dims)
  // A copy of the columns in use, so that few dims of a large basis stay in the cache.
  const columns = new Float64Array(size * dims)
  for (let pixel = 0; pixel < size; pixel++) {
    for (let k = 0; k < dims; k++) {
      const entry = basis[pixel * pca.dims + k]!
      columns[pixel * dims + k] = entry
      ofMean[k]! += mean[pixel]! * entry
    }
  }
  const code = new Float64Array(dims)
  return (pixels, from) => {
    for (let k = 0; k < dims; k++) code[k] = -ofMean[k]!
    let distance = 0
    for (let pixel = 0; pixel < size; pixel++) {
      const byte = pixels[from + pixel]!
      const value = byte / 255
      distance += (value - mean[pixel]!) ** 2
      if (byte === 0) continue
      const row = pixel * dims
      for (let k = 0; k < dims; k++) code[k]! += value * columns[row + k]!
    }
    return { code, distance }
  }
}

/**
 * The Gaussian of the training images' codes: mean 0, and the variances along the components, which do not covary, so
 * that the diagonal one is the full one.
 */
export function pcaGaussian(pca: Pca, dims = pca.dims): Gaussian {
  requireDims(pca, dims)
  return diagonalGaussian(new Float64Array(dims), pca.eigenvalues.subarray(0, dims))
}

function requireDims(pca: Pca, dims: number): void {
  if (!Number.isInteger(dims) || dims < 1 || dims > pca.dims) {
    throw new Error(`This PCA has 1 to ${pca.dims} components; ${dims} were asked for.`)
  }
}
