import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()
const printed = join(import.meta.dirname, '../golden/printed/printed-1.txt')

test('import writes a document to standard output, or to a file that it does not overwrite', async () => {
  const shown = await hourglass('import', printed, '--input', '1x28x28')
  expect([shown.code, 'document' in loadDocument(shown.out, registry)]).toEqual([0, true])
  expect(shown.err).toContain(`${printed}:1: Autoencoder is not a Sequential`)
  const out = join(here, 'model.json')
  const written = await hourglass('import', printed, '--input', '1x28x28', '-o', out)
  expect([written.code, written.out]).toEqual([0, `Wrote ${out}\n`])
  expect(readFileSync(out, 'utf8')).toBe(shown.out)
  const again = await hourglass('import', printed, '--input', '1x28x28', '-o', out)
  expect([again.code, again.err]).toEqual([1, `${out} exists; with --force it is overwritten.\n`])
})

test('import refuses by line, and says how it is used', async () => {
  const path = join(here, 'wrong.txt')
  writeFileSync(path, 'Sequential(\n  (0): Conv3d(1, 2)\n  (1): ReLu()\n)\n')
  const out = join(here, 'no.json')
  const { code, err } = await hourglass('import', path, '--input', '1x8x8', '-o', out)
  expect(code).toBe(1)
  expect(err).toContain(`${path}:2: Conv3d is not supported; the nearest that is supported is Conv2d.\n`)
  expect(err).toContain(`${path}:3: ReLu is not supported; the nearest that is supported is ReLU.\n`)
  expect(existsSync(out)).toBe(false)
  expect((await hourglass('import', path)).code).toBe(2)
  expect((await hourglass('import', path, '--input', '28by28')).err).toContain('--input must be a size')
})

test('printed text in place of a document is answered with the way to make one of it', async () => {
  const { code, err } = await hourglass('shapes', printed)
  expect(code).toBe(1)
  expect(err).toContain(`hourglass import ${printed} --input CxHxW -o OUT makes a document of it.`)
})
