import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

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
