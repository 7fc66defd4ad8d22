/**
 * Principal component analysis: of all linear ways to describe an image by `dims` numbers, the one that rebuilds the
 * training images with the least squared error (Pearson 1901; Eckart and Young 1936; Bishop, "Pattern Recognition and
 * Machine Learning", 12.1). Means, codes and errors are in pixel values from 0 to 1.
 */
import { exactImages, type ImageBytes, pixelMoments } from './covariance.ts'
import { symmetricEigen } from './eigen.ts'
import { createPace, type WorkOptions } from './pace.ts'

/**
 * A fitted PCA. It is a linear autoencoder: f(x) = basisᵀ(x − mean), g(c) = mean + basis · c; `basis` and `mean` are
 * the weight and the bias of its decoder's Linear layer, pixels in the memory order of the images.
 */
export interface Pca {
  /** Pixels of an image, channels included. */
  readonly size: number
  /** Components that `basis` holds. */
  readonly dims: number
  readonly mean: Float64Array
  /** size × dims, row-major: column `k` is the component of the `k`-th largest variance, its largest entry positive. */
  readonly basis: Float64Array
  /** The variances along all `size` components, from the largest down; divisor is the number of images. */
  readonly eigenvalues: Float64Array
}

export interface PcaOptions extends WorkOptions {
  /** Pixels of an image, channels included: 784 for MNIST. */
  readonly size: number
  /** Components to keep, 1 to `size`. */
  readonly dims: number
}

/** Eigenvectors take time with the cube of the pixels: 3 s for 784 of them, minutes for these. */
const mostPixels = 3072

/** What part of the time the covariance takes, roughly, for MNIST. */
const covarianceShare = 0.45

/**
 * Fits PCA to all images: their covariance in exact sums, its eigenvectors by ml-matrix. Deterministic. The
 * eigenvectors are found in one go, which neither reports nor stops; ending the worker does.
 * @throws Error where the numbers do not fit each other, and the signal's reason where it was aborted.
 */
export async function fitPca(images: ImageBytes, options: PcaOptions): Promise<Pca> {
  const { size, dims, signal, onProgress } = options
  requireFit(images, size, dims)
  const ofCovariance = createPace({ signal, onProgress: done => onProgress?.(covarianceShare * done) })
  const { mean, covariance } = await pixelMoments(images, size, ofCovariance)
  await ofCovariance(1)
  const { values, vectors } = symmetricEigen(covariance, size)
  const basis = new Float64Array(size * dims)
  for (let pixel = 0; pixel < size; pixel++) {
    basis.set(vectors.subarray(pixel * size, pixel * size + dims), pixel * dims)
  }
  signal?.throwIfAborted()
  onProgress?.(1)
  // Rounding leaves variances of −1e−15 where there is none.
  return { size, dims, mean, basis, eigenvalues: values.map(value => Math.max(0, value)) }
}

function requireFit({ count, pixels }: ImageBytes, size: number, dims: number): void {
  if (count < 1) throw new Error('PCA needs at least one image; there is none.')
  if (count > exactImages) {
    throw new Error(`PCA takes up to ${exactImages} images; there are ${count}. Choose a part of them.`)
  }
  if (pixels.length < count * size) {
    throw new Error(
      `${count} images of ${size} values need ${count * size} bytes; there are ${pixels.length}.`,
    )
  }
  if (size > mostPixels) {
    throw new Error(
      `PCA takes images of up to ${mostPixels} values (32×32 RGB); these have ${size}. Choose smaller images.`,
    )
  }
  if (!Number.isInteger(dims) || dims < 1 || dims > size) {
    throw new Error(`PCA's dims must be a whole number from 1 to ${size}; it is ${dims}.`)
  }
}

/** The sum of the variances of all pixels. */
export const totalVariance = ({ eigenvalues }: Pca): number =>
  eigenvalues.reduce((sum, value) => sum + value, 0)

/**
 * The error on the images that PCA was fitted to, without going through them again: what the variances left out sum
 * up to, per pixel (Bishop, equation 12.15).
 */
export const fittedMse = ({ eigenvalues, size }: Pca, dims: number): number =>
  eigenvalues.subarray(dims).reduce((sum, value) => sum + value, 0) / size
