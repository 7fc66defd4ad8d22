import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { readInstalledMnist } from '../../src/cli/mnist.ts'
import { fitPca, fittedMse, totalVariance } from '../../src/training/pca/pca.ts'
import golden from '../golden/pca.json' with { type: 'json' }

const dims = golden.reconstruction.map(({ d }) => d)

async function hourglass(...argv: string[]): Promise<{ code: number; out: string[]; told: string[] }> {
  const [out, told]: [string[], string[]] = [[], []]
  const code = await main(argv, {
    print: line => out.push(line),
    tell: line => told.push(line),
    show: () => {},
  })
  return { code, out, told }
}

test('PCA of all of MNIST has the variances of numpy in float64', async () => {
  const pca = await fitPca(readInstalledMnist().train, { size: golden.pixels, dims: 128 })
  expect(totalVariance(pca)).toBeCloseTo(golden.totalVariance, 6)
  for (const [k, value] of golden.eigenvalues.entries()) {
    expect(Math.abs(pca.eigenvalues[k]! / value - 1)).toBeLessThan(1e-7)
  }
  for (const { d, trainMse } of golden.reconstruction) {
    expect(fittedMse(pca, d)).toBeCloseTo(trainMse, 10)
  }
})

test('hourglass pca prints the errors that numpy finds', async () => {
  const { code, out } = await hourglass('pca', '--dims', dims.join(','), '--json')
  expect(code).toBe(0)
  expect(out).toHaveLength(1)
  const rows = JSON.parse(out[0]!) as { dims: number; trainMse: number; testMse: number }[]
  expect(rows.map(row => Object.keys(row))).toEqual(dims.map(() => ['dims', 'trainMse', 'testMse']))
  for (const [i, { d, trainMse, testMse }] of golden.reconstruction.entries()) {
    expect(rows[i]!.dims).toBe(d)
    expect(rows[i]!.trainMse).toBeCloseTo(trainMse, 10)
    expect(rows[i]!.testMse).toBeCloseTo(testMse, 10)
  }
})

test('hourglass pca refuses code sizes and datasets that there are not', async () => {
  for (const wrong of ['0', '785', '2,', '2.5', 'x', '-1']) {
    const { code, told } = await hourglass('pca', `--dims=${wrong}`)
    expect(code).toBe(2)
    expect(told[0]).toContain(
      `--dims must be whole numbers from 1 to 784 with commas between them, such as 2,8,32; got ${wrong}.`,
    )
  }
  expect((await hourglass('pca', '--dataset', 'cifar')).told[0]).toContain('must be mnist; got cifar')
})
