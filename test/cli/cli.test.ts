import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { definitions, registry } from '../../nodes/index.ts'
import { writeSafetensors } from '../../src/formats/safetensors.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { templates } from '../../templates/index.ts'
import { chain, input, planOf } from '../builders.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()
const save = (name: string, document: Parameters<typeof saveDocument>[0]): string => {
  const path = join(here, name)
  writeFileSync(path, saveDocument(document, registry))
  return path
}
const small = chain(input(1, 6, 6), ['Conv2d', { outChannels: 2 }], ['ReLU'])
const tooLarge = chain(input(1, 6, 6), ['Conv2d', { outChannels: 2, kernelSize: 9 }], ['ReLU'])

describe('hourglass', () => {
  test('lists its commands on --help, and the options of each', async () => {
    const general = await hourglass('--help')
    expect(general.code).toBe(0)
    for (const name of ['templates', 'nodes', 'shapes', 'import', 'export', 'run', 'train']) {
      expect(general.out).toContain(`  ${name}`)
      const own = await hourglass(name, '--help')
      expect([own.code, own.err]).toEqual([0, ''])
      expect(own.out).toContain('--json')
    }
  })

  test.each([
    [[], ''],
    [
      ['paint'],
      'There is no command paint; there are templates, nodes, shapes, check, import, export, run, train',
    ],
    [['shapes'], 'FILE is missing'],
    [['shapes', 'a', 'b'], 'b is one argument too many'],
    [['nodes', '--colour'], 'There is no option colour.'],
    [['train', 'reference-autoencoder', '--step', '3'], 'There is no option step; did you mean steps?'],
    [['export', 'reference-autoencoder'], '--to must be one of typescript, svg.'],
    [['export', 'reference-autoencoder', '--to', 'fortran', '-o', 'x'], 'not fortran'],
    [['export', 'reference-autoencoder', '--to', 'typescript'], '-o PATH is missing'],
    [['train'], 'FILE is missing'],
    [
      ['train', 'reference-autoencoder', '--steps', 'three'],
      '--steps must be a whole number of at least 1; got three',
    ],
    [['train', 'reference-autoencoder', '--lr', '-1'], '--lr'],
    [['train', 'reference-autoencoder', '--lr=-1'], '--lr must be a number, above 0 and at most 10; got -1'],
    [
      ['train', 'reference-autoencoder', '--backend', 'abacus'],
      '--backend must be one of auto, webgpu, webgl, wasm, cpu',
    ],
    [['train', 'reference-autoencoder', '--steps', '1', '--epochs', '1'], 'exclude each other'],
  ])('exits with 2 on %j', async (args, message) => {
    const { code, err } = await hourglass(...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  test('lists templates and layer types', async () => {
    const listed = await hourglass('templates', '--json')
    expect([listed.code, listed.err]).toEqual([0, ''])
    expect(listed.lines()).toEqual([templates.map(({ name, title }) => ({ name, title }))])
    const [nodes] = (await hourglass('nodes', '--json')).lines<{ type: string; params: object[] }[]>()
    expect(nodes!.map(({ type }) => type)).toEqual(definitions.map(({ type }) => type))
    expect(nodes!.find(({ type }) => type === 'Conv2d')!.params[0]).toEqual({
      name: 'outChannels',
      default: 32,
      help: expect.stringContaining('Number of kernels'),
    })
    expect((await hourglass('nodes')).out).toContain('kernelSize = 3')
  })
})

describe('hourglass shapes', () => {
  test('prints the sizes and counts of the reference autoencoder', async () => {
    const { code, lines } = await hourglass('shapes', 'reference-autoencoder', '--json')
    expect(code).toBe(0)
    const [result] = lines<{ ok: boolean; nodes: object[]; totals: object }>()
    expect(result).toMatchObject({ ok: true, totals: { parameters: 112457, macs: 24358912 } })
    expect(result!.nodes[1]).toEqual({
      id: 'conv1',
      type: 'Conv2d',
      group: 'encoder',
      output: [32, 24, 24],
      parameters: 832,
      macs: 460800,
    })
    const { out } = await hourglass('shapes', 'reference-autoencoder')
    expect(out).toMatch(/conv5 +Conv2d +encoder +8×1×1 +4,104 +4,096\n/)
    expect(out).toMatch(/total +112,457 +24,358,912\n/)
  })

  test('names the layer and the parameter that do not fit, and exits with 1', async () => {
    const { code, err, lines } = await hourglass('shapes', save('large.json', tooLarge), '--json')
    expect(code).toBe(1)
    expect(err).toContain('conv1 (Conv2d), kernelSize: Kernel 9 does not fit into height 6')
    const [result] = lines<{ ok: boolean; nodes: { output: unknown; problem?: string; param?: string }[] }>()
    expect(result!.ok).toBe(false)
    expect(result!.nodes[1]).toMatchObject({ output: null, param: 'kernelSize' })
    expect(result!.nodes[1]!.problem).toContain('height must be at least 9')
    expect(result!.nodes[2]).not.toHaveProperty('problem')
  })

  test('refuses a file with every fault and its place', async () => {
    const path = join(here, 'faulty.json')
    writeFileSync(
      path,
      JSON.stringify({
        format: 'hourglass',
        version: 1,
        name: 'x',
        nodes: [
          { id: 'a', type: 'Conv9d' },
          { id: 'b', type: 'Conv2d', params: { kernelSize: 0 } },
        ],
        edges: [],
      }),
    )
    const { code, out, err } = await hourglass('shapes', path)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('nodes[0].type')
    expect(err).toContain('nodes[1].params.kernelSize')
    const missing = await hourglass('shapes', 'no-such-thing')
    expect(missing.code).toBe(1)
    expect(missing.err).toContain(
      'There is no file no-such-thing, and no template of this name; templates are reference-autoencoder',
    )
  })
})

describe('hourglass export', () => {
  test('writes TypeScript, and overwrites nothing without --force', async () => {
    const path = join(here, 'new/model.ts')
    const args = ['export', 'reference-autoencoder', '--to', 'typescript', '-o', path]
    const first = await hourglass(...args, '--json')
    expect([first.code, first.lines()]).toEqual([0, [{ written: [path] }]])
    expect(readFileSync(path, 'utf8')).toContain("import * as tf from '@tensorflow/tfjs'")
    writeFileSync(path, 'mine')
    const second = await hourglass(...args)
    expect(second.code).toBe(1)
    expect(second.err).toContain(`${path} exists; with --force it is overwritten.`)
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect((await hourglass(...args, '--force')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).not.toBe('mine')
  })

  test('puts the weights beside the code, and refuses those of another network', async () => {
    const [document, weights] = [save('small.json', small), join(here, 'w.safetensors')]
    writeFileSync(weights, writeSafetensors(initialWeights(planOf(small), 0)))
    const path = join(here, 'small.ts')
    const good = await hourglass(
      'export',
      document,
      '--to',
      'typescript',
      '-o',
      path,
      '--weights',
      weights,
      '--json',
    )
    expect(good.lines()).toEqual([{ written: [path, join(here, 'small.safetensors')] }])
    expect(readFileSync(path, 'utf8')).toContain('loadWeights')
    expect(readFileSync(join(here, 'small.safetensors'))).toEqual(readFileSync(weights))
    const other = await hourglass(
      'export',
      'reference-autoencoder',
      '--to',
      'typescript',
      '-o',
      join(here, 'o.ts'),
      '--weights',
      weights,
    )
    expect(other.code).toBe(1)
    expect(other.err).toContain('encoder.0.weight')
  })

  test('says which layer stops it', async () => {
    const { code, err } = await hourglass(
      'export',
      save('large.json', tooLarge),
      '--to',
      'typescript',
      '-o',
      join(here, 'no.ts'),
    )
    expect(code).toBe(1)
    expect(err).toContain('conv1 (Conv2d): Kernel 9 does not fit into height 6')
  })
})
