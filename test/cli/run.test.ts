import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { Weights } from '../../src/compile/weights.ts'
import { readSafetensors, readSafetensorsFile, writeSafetensors } from '../../src/formats/safetensors.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { chain, graph, input, node, planOf } from '../builders.ts'
import { wave } from '../runtime/evaluate.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()
const write = (name: string, content: string | Uint8Array): string => {
  const path = join(here, name)
  writeFileSync(path, content)
  return path
}
const tensor = (...shape: number[]) => ({ shape, values: wave(shape) })
const tensors = (name: string, weights: Weights) => write(name, writeSafetensors(weights))
const outputOf = (path: string) => readSafetensors(readFileSync(path))
const files = (weights: string, x: string, out: string) => ['--weights', weights, '--input', x, '-o', out]

test('an imported autoencoder takes the weights of torch by name and gives what the template gives', async () => {
  const printed = join(import.meta.dirname, '../golden/printed/printed-1.txt')
  const [model, byImport, byTemplate] = ['m.json', 'i.safetensors', 't.safetensors'].map(f =>
    join(here, f),
  ) as [string, string, string]
  expect((await hourglass('import', printed, '--input', '1x28x28', '-o', model)).code).toBe(0)
  const { stateDict } = JSON.parse(readFileSync(printed.replace('.txt', '.json'), 'utf8')) as {
    stateDict: Readonly<Record<string, readonly number[]>>
  }
  const weights = tensors(
    'w.safetensors',
    Object.fromEntries(
      Object.entries(stateDict).map(([name, shape]) => [
        name,
        { shape, values: wave(shape).map(value => value * 0.1) },
      ]),
    ),
  )
  const x = tensors('x.safetensors', { input: tensor(3, 1, 28, 28) })
  const first = await hourglass('run', model, ...files(weights, x, byImport), '--json')
  expect([first.code, first.err, first.lines()]).toEqual([0, '', [{ outputs: { output: [3, 1, 28, 28] } }]])
  const second = await hourglass('run', 'reference-autoencoder', ...files(weights, x, byTemplate))
  expect([second.code, second.out]).toEqual([0, `Wrote ${byTemplate}: output 3×1×28×28\n`])
  expect(outputOf(byImport)).toEqual(outputOf(byTemplate))
  expect(outputOf(byImport).output!.values.some(value => value !== 0)).toBe(true)
  const again = await hourglass('run', model, ...files(weights, x, byImport))
  expect([again.code, again.err]).toEqual([1, `${byImport} exists; with --force it is overwritten.\n`])
})

test('images come and go channels first', async () => {
  const document = chain(input(2, 2, 3), ['Conv2d', { outChannels: 1, kernelSize: 1, bias: false }])
  const model = write('one.json', saveDocument(document, registry))
  const weights = tensors('one.w.safetensors', {
    'conv1.weight': { shape: [1, 2, 1, 1], values: Float32Array.of(1, 10) },
  })
  const values = Float32Array.from({ length: 12 }, (_, i) => i)
  const x = tensors('one.x.safetensors', { input: { shape: [1, 2, 2, 3], values } })
  const out = join(here, 'one.y.safetensors')
  const { code } = await hourglass('run', model, ...files(weights, x, out), '--backend', 'cpu')
  expect(code).toBe(0)
  expect([...outputOf(out).output!.values]).toEqual([60, 71, 82, 93, 104, 115])
})

test('a single layer takes the weights that torch names without a path', async () => {
  const printed = write('bare.txt', 'Linear(in_features=2, out_features=1, bias=True)\n')
  const model = join(here, 'bare.json')
  expect((await hourglass('import', printed, '--input', '2', '-o', model)).code).toBe(0)
  const weight = { shape: [1, 2], values: Float32Array.of(3, 5) }
  const bias = { shape: [1], values: Float32Array.of(100) }
  const x = tensors('bare.x.safetensors', { input: { shape: [1, 2], values: Float32Array.of(1, 2) } })
  const out = join(here, 'bare.y.safetensors')
  const run = (weights: Weights) =>
    hourglass('run', model, ...files(tensors('bare.w.safetensors', weights), x, out), '--backend', 'cpu')
  expect((await run({ weight })).err).toContain('The weight linear1.bias (1) is missing.')
  expect((await run({ weight, bias })).code).toBe(0)
  expect([...outputOf(out).output!.values]).toEqual([113])
})

test('several inputs and outputs go by the names of their layers', async () => {
  const inputs = [node('a', 'Input', { shape: [1, 2, 2] }), node('b', 'Input', { shape: [1, 2, 2] })]
  const document = graph(
    [...inputs, node('sum', 'Add'), node('act', 'ReLU')],
    [
      ['a', 'sum'],
      ['b', 'sum'],
      ['a', 'act'],
    ],
  )
  const model = write('two.json', saveDocument(document, registry))
  const [w, x] = [tensors('two.w', {}), tensors('two.x', { a: tensor(2, 1, 2, 2), b: tensor(2, 1, 2, 2) })]
  const out = join(here, 'two.y')
  const { lines } = await hourglass('run', model, ...files(w, x, out), '--json')
  expect(lines()).toEqual([{ outputs: { sum: [2, 1, 2, 2], act: [2, 1, 2, 2] } }])
  const [sum, act] = [outputOf(out).sum!.values, outputOf(out).act!.values]
  wave([2, 1, 2, 2]).forEach((value, i) => {
    expect([sum[i], act[i]]).toEqual([Math.fround(2 * value), Math.max(0, value)])
  })
})

test('every fault is named before anything is computed', async () => {
  const document = chain(input(1, 4, 4), ['Conv2d', { outChannels: 2 }])
  const model = write('bad.json', saveDocument(document, registry))
  const { 'conv1.bias': bias } = initialWeights(planOf(document), 0)
  const weights = tensors('bad.w', { 'conv1.bias': bias!, other: tensor(1) })
  const x = tensors('bad.x', { input: tensor(1, 4, 4) })
  const out = join(here, 'bad.y')
  const { code, err } = await hourglass('run', model, ...files(weights, x, out))
  expect(code).toBe(1)
  expect(err).toContain(`${weights}: The weight conv1.weight (2×1×3×3) is missing.`)
  expect(err).toContain(`${weights}: The weight other belongs to no layer.`)
  expect(err).toContain(`${x}: The tensor input must be N×1×4×4, samples first, not 1×4×4.`)
  const unnamed = await hourglass('run', model, ...files(weights, weights, out))
  expect(unnamed.err).toContain('There is no tensor input (N×1×4×4); it holds conv1.bias, other.')
  expect((await hourglass('run', model, '--weights', weights)).err).toContain('--input is missing')
})

test('running statistics come from the file, and counters of batches may be missing as in torch', async () => {
  const document = chain(input(2, 1, 2), ['BatchNorm2d', { eps: 0 }])
  const model = write('norm.json', saveDocument(document, registry))
  const list = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) })
  const norm = {
    'batchnorm1.weight': list(2, 10),
    'batchnorm1.bias': list(1, 0),
    'batchnorm1.running_mean': list(3, -1),
    'batchnorm1.running_var': list(4, 0.25),
  }
  const counter = { 'batchnorm1.num_batches_tracked': { shape: [], values: Float32Array.of(938) } }
  const x = tensors('norm.x', { input: { shape: [1, 2, 1, 2], values: Float32Array.of(3, 5, 0, -1) } })
  const results = await Promise.all(
    [norm, { ...norm, ...counter }].map(async (weights, i) => {
      const [w, out, module] = [tensors(`norm${i}.w`, weights), join(here, `norm${i}.y`), `norm${i}.ts`]
      const run = await hourglass('run', model, ...files(w, x, out), '--backend', 'cpu', '--json')
      const path = join(here, module)
      const exported = await hourglass('export', model, '--to', 'typescript', '--weights', w, '-o', path)
      const count = outputOf(join(here, `norm${i}.safetensors`))['batchnorm1.num_batches_tracked']
      return [run.code, exported.code, [...outputOf(out).output!.values], count?.values[0]]
    }),
  )
  expect(results).toEqual([0, 938].map(count => [0, 0, [1, 3, 20, 0], count]))
})

test('weights are found behind the names of wrappers, and keep what was said about them', async () => {
  const document = chain(input(1, 1, 2), ['Conv2d', { outChannels: 1, kernelSize: 1, bias: false }])
  const model = write('wrapped.json', saveDocument(document, registry))
  const weight = { shape: [1, 1, 1, 1], values: Float32Array.of(3) }
  const w = join(here, 'wrapped.w')
  writeFileSync(w, writeSafetensors({ 'module.conv1.weight': weight }, { format: 'pt' }))
  const x = tensors('wrapped.x', { input: { shape: [1, 1, 1, 2], values: Float32Array.of(1, 2) } })
  const out = join(here, 'wrapped.y')
  const { code, err } = await hourglass('run', model, ...files(w, x, out), '--backend', 'cpu')
  expect([code, [...outputOf(out).output!.values]]).toEqual([0, [3, 6]])
  expect(err).toContain(`${w}: Its names all begin with module.; they are taken without it.\n`)
  const path = join(here, 'wrapped.ts')
  const exported = await hourglass('export', model, '--to', 'typescript', '--weights', w, '-o', path)
  expect([exported.code, exported.err]).toEqual([
    0,
    `${w}: Its names all begin with module.; they are taken without it.\n`,
  ])
  expect(readSafetensorsFile(readFileSync(join(here, 'wrapped.safetensors')))).toEqual({
    tensors: { 'conv1.weight': weight },
    metadata: { format: 'pt' },
  })
})

test('what cannot be used is named: folders, weights that torch computes, values that are not finite', async () => {
  const document = chain(input(1, 1, 2), ['Conv2d', { outChannels: 1, kernelSize: 1, bias: false }])
  const model = write('odd.json', saveDocument(document, registry))
  const one = { shape: [1, 1, 1, 1], values: Float32Array.of(3) }
  const w = tensors('odd.w', { 'conv1.weight_g': one, 'conv1.weight_v': one })
  const x = tensors('odd.x', { input: { shape: [1, 1, 1, 2], values: Float32Array.of(1, Number.NaN) } })
  expect((await hourglass('run', model, ...files(w, x, here))).err).toBe(
    `${here} is a folder; name a file in it.\n`,
  )
  expect((await hourglass('run', model, ...files(w, x, join(x, 'y')))).err).toContain('weight_g')
  const out = join(here, 'odd.y')
  const refused = await hourglass('run', model, ...files(w, x, out))
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('call torch.nn.utils.remove_weight_norm before saving'),
  ])
  const plain = tensors('odd.plain', { 'conv1.weight': one })
  const run = await hourglass('run', model, ...files(plain, x, out), '--backend', 'cpu', '--json')
  expect([run.code, run.err]).toEqual([
    0,
    `${x}: 1 of 2 values of input are not finite.\n${out}: 1 of 2 values of output are not finite.\n`,
  ])
})
