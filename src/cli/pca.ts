import { fitDataset, testMseAt } from '../training/pca/fit.ts'
import type { WorkOptions } from '../training/pca/pace.ts'
import type { Dataset } from '../training/stepper.ts'
import { type Command, UsageError } from './command.ts'
import { dimsOption, readDims } from './dims.ts'
import { readInstalledMnist } from './mnist.ts'
import { pcaProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

export const pcaCommand: Command = {
  name: 'pca',
  usage: 'pca [--dims 2,4,8,16,32]',
  summary: 'Prints the error of PCA, the linear optimum, at some code sizes.',
  positionals: [0, 0],
  options: {
    dims: dimsOption,
    dataset: { type: 'string', value: 'NAME', help: 'mnist, which is also the default.' },
  },
  notes: ['MSE is the mean over images and pixels of the squared difference, pixels in [0, 1].'],
  async run(args, terminal) {
    const name = args.text('dataset') ?? 'mnist'
    if (name !== 'mnist') throw new UsageError(`--dataset must be mnist; got ${name}.`)
    // Usage is checked before the files are read, against the size that the digits have.
    const dims = readDims(args, 28 * 28)
    const dataset = readInstalledMnist()
    const rows = await pcaRows(dataset, dims, { onProgress: pcaProgress(terminal) })
    if (args.isJson) terminal.print(JSON.stringify(rows))
    else printRows(rows, dataset, terminal)
    return 0
  },
}

/** PCA's error with codes of one size. */
export interface PcaRow {
  readonly dims: number
  readonly trainMse: number
  readonly testMse: number
}

/** Fits PCA to the training images and measures it on both parts, at each code size, in the order of `dims`. */
export async function pcaRows(
  dataset: Dataset,
  dims: readonly number[],
  work: WorkOptions = {},
): Promise<PcaRow[]> {
  const fit = await fitDataset(dataset, Math.max(...dims), work)
  return dims.map(each => ({
    dims: each,
    trainMse: fit.trainMse[each - 1] ?? Number.NaN,
    testMse: testMseAt(fit, each) ?? Number.NaN,
  }))
}

function printRows(rows: readonly PcaRow[], { name, train, test }: Dataset, { print }: Terminal): void {
  const count = (value: number) => value.toLocaleString('en-US')
  print(`PCA of ${count(train.count)} images of ${name}, tested on ${count(test.count)}`)
  print('code size   train MSE    test MSE')
  for (const { dims, trainMse, testMse } of rows) {
    print(`${count(dims).padStart(9)}${trainMse.toFixed(6).padStart(12)}${testMse.toFixed(6).padStart(12)}`)
  }
}
