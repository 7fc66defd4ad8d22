import { sizeOf } from '../../graph/shape.ts'
import type { Dataset } from '../stepper.ts'
import type { WorkOptions } from './pace.ts'
import { fitPca, fittedMse, type Pca } from './pca.ts'
import { pcaMse } from './project.ts'

/** A PCA of a dataset's training images, with its errors on both parts of the dataset at every code size. */
export interface PcaFit {
  readonly pca: Pca
  /** The mean squared error on the training images with 1, 2, … `pca.dims` numbers an image. */
  readonly trainMse: Float64Array
  /** The same on the test images; empty where the dataset has none. */
  readonly testMse: Float64Array
  readonly trainImages: number
  readonly testImages: number
}

/** Components that are kept even where fewer are asked for: measuring them all takes a moment, fitting again seconds. */
const usualDims = 128

/**
 * Fits PCA to the training images and measures it on both parts at all code sizes up to `dims`, or 128 where that is
 * more. `onProgress` hears of the share done; `signal` ends it between two slices of time.
 * @throws Error where PCA cannot take so many images or pixels.
 */
export async function fitDataset(
  { shape, train, test }: Pick<Dataset, 'shape' | 'train' | 'test'>,
  dims: number,
  { signal, onProgress }: WorkOptions = {},
): Promise<PcaFit> {
  const part = (from: number, to: number): WorkOptions => ({
    signal,
    onProgress: done => onProgress?.(from + (to - from) * done),
  })
  const size = sizeOf(shape)
  const kept = Math.min(size, Math.max(dims, usualDims))
  const pca = await fitPca(train, { size, dims: kept, ...part(0, 0.95) })
  const sizes = Array.from({ length: kept }, (_, k) => k + 1)
  const testMse = test.count === 0 ? [] : await pcaMse(pca, test, sizes, part(0.95, 1))
  onProgress?.(1)
  return {
    pca,
    trainMse: Float64Array.from(sizes, each => fittedMse(pca, each)),
    testMse: Float64Array.from(testMse),
    trainImages: train.count,
    testImages: test.count,
  }
}

/**
 * The error on the test images at a code of `dims` numbers; undefined where the fit does not reach so far, or there are
 * no test images. A code of more numbers than pixels leaves no error.
 */
export function testMseAt({ pca, testMse }: PcaFit, dims: number): number | undefined {
  return testMse[Math.min(dims, pca.size) - 1]
}
