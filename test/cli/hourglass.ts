import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, input } from '../builders.ts'

const launcher = join(import.meta.dirname, '../../src/cli/hourglass.mjs')

/** What one run of the command line left behind. */
export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Standard output as JSON, a value for each line. */
  lines<T>(): T[]
}

/** A new folder that is removed after the tests of the file. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hourglass-test-'))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** The file of a network for digits that a CPU trains in milliseconds, written into the folder. */
export function tinyNetwork(folder: string): string {
  const file = join(folder, 'tiny.json')
  const layers = chain(
    input(1, 28, 28),
    ['Conv2d', { outChannels: 2, kernelSize: 7, stride: 7 }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 7, stride: 7 }],
  )
  writeFileSync(file, saveDocument(layers, registry))
  return file
}

/** Runs `hourglass` with these arguments in a process of its own. */
export const hourglass = (...args: readonly string[]): Promise<Run> =>
  new Promise(resolve => {
    execFile(process.execPath, [launcher, ...args], (error, out, err) => {
      resolve({
        code: error ? Number(error.code) : 0,
        out,
        err,
        lines: () =>
          out
            .trim()
            .split('\n')
            .map(line => JSON.parse(line)),
      })
    })
  })
