import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { unzipSync } from 'fflate'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { typescriptFiles, zipTypeScript } from '../../src/formats/typescriptFiles.ts'
import { storedShape } from '../../src/graph/shape.ts'
import { startBackend } from '../../src/runtime/backends.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { randomStream } from '../../src/runtime/random.ts'
import { initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { planOf } from '../builders.ts'
import { relativeError, wave } from '../runtime/evaluate.ts'
import { differentiate } from './differentiate.ts'
import { printable } from './printable.ts'
import { strictOptions } from './typechecker.ts'

interface Values {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

interface Returned {
  readonly outputs: readonly Values[]
  readonly halves?: readonly Values[]
  /** The largest absolute value of each weight before the trained ones were loaded. */
  readonly drawn: readonly number[]
  /** By each input, then by each trainable weight; not on cpu where that is slow. */
  readonly gradients?: readonly (readonly number[])[]
  /** After some steps, where the model has a normalization. */
  readonly trained?: { readonly weights: readonly (readonly number[])[]; readonly outputs: readonly Values[] }
}

const root = join(import.meta.dirname, '../..')
const cases = printable.map(([name, document], i) => {
  const plan = planOf(document)
  const inputs = plan.inputs.map(({ shape }, k) => {
    const stored = [2, ...storedShape(shape)]
    const next = randomStream(i, `input ${k}`)
    return { shape: stored, values: Float32Array.from({ length: tf.util.sizeFromShape(stored) }, next) }
  })
  const upstream = plan.outputs.map(({ shape }) => wave([2, ...shape], 1.1))
  const trains = plan.weights.some(({ trainable }) => trainable)
  const steps = trains && plan.steps.some(({ type }) => /Norm/.test(type)) ? 3 : 0
  const macs = plan.nodes.reduce((sum, node) => sum + node.macs, 0)
  return { name, plan, inputs, upstream, weights: initialWeights(plan, i), steps, isSlow: macs > 1e5 }
})
const backends = ['cpu', 'wasm'] as const
const onEach = backends.flatMap(backend => cases.map(({ name }, i) => [name, backend, i] as const))
let folder: string
let returned: Readonly<Record<(typeof backends)[number], readonly Returned[]>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'printed-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  for (const [i, { plan, weights }] of cases.entries()) {
    const files = typescriptFiles(plan, weights)
    mkdirSync(join(folder, String(i)))
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, String(i), file), bytes)
    const text = new TextDecoder().decode(files['model.ts'])
    writeFileSync(join(folder, `${i}.mjs`), (await transformWithOxc(text, 'model.ts')).code)
  }
  const list = cases.map(({ inputs, upstream, steps, isSlow }, i) => ({
    module: `${i}.mjs`,
    weights: `${i}/weights.safetensors`,
    inputs: inputs.map(({ shape, values }) => ({ shape, values: [...values] })),
    upstream: upstream.map(values => [...values]),
    steps,
    isSlow,
  }))
  const judge = readFileSync(join(import.meta.dirname, 'differentiate.ts'), 'utf8')
  writeFileSync(join(folder, 'differentiate.mjs'), (await transformWithOxc(judge, 'differentiate.ts')).code)
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(list))
  const resultsOn = (backend: string): readonly Returned[] => {
    execFileSync(process.execPath, [join(import.meta.dirname, 'plainTfjs.mjs'), folder, backend], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const read = JSON.parse(readFileSync(join(folder, `results-${backend}.json`), 'utf8'))
    expect(read.backend).toBe(backend)
    return read.results
  }
  returned = { cpu: resultsOn('cpu'), wasm: resultsOn('wasm') }
  await startBackend('wasm')
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(onEach)(
  'the module of %s returns on %s what the model in the page returns',
  async (_, backend, i) => {
    await tf.setBackend(backend)
    const { plan, inputs, weights } = cases[i]!
    const model = buildModel(plan)
    setWeights(model, plan, weights)
    const outputs = [model.predict(inputs.map(({ shape, values }) => tf.tensor(values, shape)))].flat()
    const found = returned[backend][i]!
    expect(found.outputs).toHaveLength(outputs.length)
    for (const [k, output] of outputs.entries()) {
      const expected = await output.data()
      const scale = Math.max(1e-6, ...expected.map(Math.abs))
      for (const given of [found.outputs[k]!, found.halves?.[k]]) {
        if (given === undefined) continue
        expect(given.shape).toEqual(output.shape)
        const worst = Math.max(...given.values.map((value, at) => Math.abs(value - expected[at]!)))
        expect(worst / scale).toBeLessThanOrEqual(1e-6)
      }
    }
  },
)

test.each(onEach.filter(([, backend, i]) => backend === 'wasm' || !cases[i]!.isSlow))(
  'the module of %s has on %s the gradients of the model in the page',
  async (_, backend, i) => {
    await tf.setBackend('wasm')
    const { plan, inputs, upstream, weights } = cases[i]!
    const model = buildModel(plan)
    setWeights(model, plan, weights)
    const xs = inputs.map(({ shape, values }) => tf.tensor(values, shape))
    const expected = await differentiate(model, xs, upstream)
    const found = returned[backend][i]!.gradients!
    expect(found.length).toBe(expected.length)
    for (const [k, values] of expected.entries()) expect(relativeError(found[k]!, values)).toBeLessThan(1e-5)
  },
)

test.each(onEach.filter(([, , i]) => cases[i]!.steps > 0))(
  'the module of %s trains on plain tfjs and %s as the model in the page does, running statistics included',
  async (_, backend, i) => {
    await tf.setBackend('wasm')
    const { plan, inputs, weights, steps } = cases[i]!
    const model = buildModel(plan)
    setWeights(model, plan, weights)
    const xs = inputs.map(({ shape, values }) => tf.tensor(values, shape))
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' })
    const y = tf.fill([2, ...model.outputs[0]!.shape.slice(1)] as number[], 0.5)
    for (let step = 0; step < steps; step++) await model.trainOnBatch(xs, y)
    const expected = [...model.getWeights(), ...[model.predict(xs)].flat()].map(tensor => tensor.dataSync())
    const trained = returned[backend][i]!.trained!
    const found = [...trained.weights, ...trained.outputs.map(({ values }) => values)]
    expect(found.length).toBe(expected.length)
    for (const [k, values] of expected.entries()) {
      const scale = Math.max(1, ...values.map(Math.abs))
      const worst = Math.max(...found[k]!.map((value, at) => Math.abs(value - values[at]!)))
      expect(worst / scale).toBeLessThan(1e-5)
    }
    expect(trained.outputs).not.toEqual(returned[backend][i]!.outputs)
  },
)

test('a new model starts within the bounds that PyTorch draws from', () => {
  const { plan } = cases[0]!
  const bounds = plan.weights.map(({ init }) => (init.kind === 'uniform' ? init.bound : Math.abs(init.value)))
  const drawn = returned.wasm[0]!.drawn
  expect(drawn).toHaveLength(bounds.length)
  drawn.forEach((largest, i) => {
    expect(largest).toBeLessThanOrEqual(bounds[i]! * (1 + 1e-6))
    expect(largest).toBeGreaterThan(bounds[i]! / 100)
  })
})

test('the files pass tsc as they lie on disk', () => {
  const config = {
    compilerOptions: strictOptions,
    files: cases.map((_, i) => `${i}/model.ts`),
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  expect(execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })).toBe('')
})

test('the archive holds the module, the weights and how to use them', () => {
  const { plan, weights } = cases[0]!
  const files = unzipSync(zipTypeScript(plan, weights))
  expect(Object.keys(files).sort()).toEqual(['README.md', 'model.ts', 'weights.safetensors'])
  expect(files['weights.safetensors']).toEqual(typescriptFiles(plan, weights)['weights.safetensors'])
  expect(new TextDecoder().decode(files['README.md'])).toContain(
    "loadWeights(model, await readFile('weights.safetensors'));",
  )
})
