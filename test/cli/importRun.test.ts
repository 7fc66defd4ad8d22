import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSafetensors } from '../../src/formats/safetensors.ts'
import { folder, hourglass } from './hourglass.ts'

const golden = join(import.meta.dirname, '../golden/printed-run')
const here = folder()
const names = readdirSync(golden).flatMap(file => (file.endsWith('.txt') ? [file.slice(0, -4)] : []))

test('there are models to compare', () => expect(names.length).toBeGreaterThanOrEqual(6))

test.concurrent.each(names)(
  '%s: the printed text, run with the weights of PyTorch, gives what PyTorch gives',
  async name => {
    const { input } = JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8')) as { input: number[] }
    const [model, out] = [join(here, `${name}.json`), join(here, `${name}.safetensors`)]
    const read = await hourglass(
      'import',
      join(golden, `${name}.txt`),
      ...['--input', input.join('x'), '-o', model],
    )
    expect(read.code, read.err).toBe(0)
    const run = await hourglass(
      'run',
      model,
      ...['--weights', join(golden, `${name}.weights.safetensors`)],
      ...['--input', join(golden, `${name}.run.safetensors`), '-o', out, '--backend', 'cpu'],
    )
    expect(run.code, run.err).toBe(0)
    const wanted = readSafetensors(readFileSync(join(golden, `${name}.run.safetensors`))).output!
    const got = readSafetensors(readFileSync(out)).output!
    expect(got.shape).toEqual(wanted.shape)
    const size = Math.max(...wanted.values.map(Math.abs))
    const error = Math.max(...wanted.values.map((value, i) => Math.abs(value - got.values[i]!)))
    expect(error / size).toBeLessThan(1e-4)
  },
  60_000,
)
