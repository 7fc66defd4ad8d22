import { parseIdx } from './data/idx.ts'
import type { Dataset, Images } from './stepper.ts'

/** The four files of MNIST, by what they hold, under the names that they have had since 1998. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const

export type MnistFile = keyof typeof mnistFiles

/** Size of one MNIST image: channels, height, width. */
export const mnistShape = [1, 28, 28] as const

/** MNIST from the contents of its four files. @throws Error naming the file at fault. */
export function readMnist(files: Readonly<Record<MnistFile, Uint8Array>>): Dataset {
  return {
    name: 'MNIST',
    shape: mnistShape,
    train: readImages(files.trainImages, files.trainLabels, 'trainImages', 'trainLabels'),
    test: readImages(files.testImages, files.testLabels, 'testImages', 'testLabels'),
  }
}

/** One part of MNIST from the contents of two of its files. @throws Error naming the file at fault. */
export function readImages(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  images: MnistFile,
  labels: MnistFile,
): Images {
  const pixels = parseIdx(imageBytes, 3, mnistFiles[images])
  const [count = 0, height, width] = pixels.sizes
  if (height !== mnistShape[1] || width !== mnistShape[2]) {
    throw new Error(`${mnistFiles[images]} holds images of ${height}×${width}; MNIST has 28×28.`)
  }
  const classes = parseIdx(labelBytes, 1, mnistFiles[labels])
  if (classes.values.length !== count) {
    throw new Error(
      `${mnistFiles[labels]} has ${classes.values.length} labels for ${count} images of ${mnistFiles[images]}.`,
    )
  }
  return { count, pixels: pixels.values, labels: classes.values }
}

/** The first images of a dataset; limits beyond its size change nothing. */
export function limitDataset(
  dataset: Dataset,
  limits: { readonly trainLimit?: number; readonly testLimit?: number },
): Dataset {
  const size = dataset.shape.reduce((product, side) => product * side, 1)
  const first = ({ count, pixels, labels }: Images, limit = count): Images => {
    const kept = Math.min(count, limit)
    return { count: kept, pixels: pixels.subarray(0, kept * size), labels: labels.subarray(0, kept) }
  }
  return {
    ...dataset,
    train: first(dataset.train, limits.trainLimit),
    test: first(dataset.test, limits.testLimit),
  }
}
