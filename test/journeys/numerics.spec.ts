/** The layers on the GPU backends of a real browser, through software rendering: PyTorch's numbers, and ours on cpu. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import * as tf from '@tensorflow/tfjs'
import { build, type PreviewServer, preview } from 'vite'
import type { Plan } from '../../src/compile/plan.ts'
import type { Weights } from '../../src/compile/weights.ts'
import { optimizerNames } from '../../src/graph/optimizerSettings.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { evaluate } from '../runtime/evaluate.ts'
import {
  type GoldenLoss,
  goldenCases,
  goldenLayers,
  goldenRun,
  goldenTypes,
  lastPart,
} from '../runtime/golden.ts'
import { deepSamples, inputsOf, sampleBatch, samples, upstreamOf } from '../runtime/samples.ts'
import { type OptimizerCase, settingsOf } from '../training/optimizers/golden.ts'
import type { Task } from './fixtures/numerics/page.ts'
import { type Accuracy, accuracyTable, limit } from './fixtures/numerics/table.ts'

let server: PreviewServer
let page: Page
let outDir: string

test.beforeAll(async ({ browser }) => {
  const root = join(import.meta.dirname, 'fixtures/numerics')
  outDir = mkdtempSync(join(tmpdir(), 'hourglass-numerics-'))
  const shared = { root, configFile: false, logLevel: 'error' } as const
  await build({ ...shared, build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 8000, minify: false } })
  server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  page = await browser.newPage()
  await page.goto(server.resolvedUrls!.local[0]!)
})

test.afterAll(async () => {
  await page?.close()
  await server?.close()
  rmSync(outDir, { recursive: true, force: true })
})

test('a GPU that is software is seen as such, and auto passes it over', async () => {
  const report = await page.evaluate(() => window.numerics.probe())
  expect(report.backends.map(({ name, isSoftware }) => [name, isSoftware])).toEqual([
    ['webgpu', true],
    ['webgl', true],
    ['wasm', false],
    ['cpu', false],
  ])
  expect(report.automatic).toBe('wasm')
})

/** PyTorch's stored cases, layer by layer. */
const stored = goldenTypes('layer').map(
  (type): Group => ({
    type,
    against: 'PyTorch',
    tasks: goldenLayers(type).map(golden => {
      const { plan, weights, batch, training } = goldenRun(type, golden)
      const task = taskOf(plan, weights, batch, [golden.input.data], [golden.gradOutput.data], {
        outputs: [golden.output.data],
        inputGradients: [golden.gradInput.data],
        weightGradients: Object.fromEntries(
          plan.weights
            .filter(({ trainable }) => trainable)
            .map(({ name }) => [name, golden.grads![lastPart(name)]!.data]),
        ),
      })
      return { ...task, training }
    }),
  }),
)

/** Every example of every node, against what the cpu backend gives. */
async function examples(): Promise<readonly Group[]> {
  await tf.setBackend('cpu')
  const groups = new Map<string, Task[]>()
  for (const { type, plan } of [...samples, ...deepSamples]) {
    const weights = initialWeights(plan, 1)
    const [inputs, upstream] = [inputsOf(plan), upstreamOf(plan)]
    const expected = await evaluate(plan, weights, sampleBatch, inputs, upstream)
    const task = taskOf(plan, weights, sampleBatch, inputs, upstream, expected)
    groups.set(type, [...(groups.get(type) ?? []), task])
  }
  return [...groups].map(([type, tasks]) => ({ type, against: 'cpu', tasks }))
}

/** What is computed of one type of layer, and against what. */
interface Group {
  readonly type: string
  readonly against: 'PyTorch' | 'cpu'
  readonly tasks: readonly Task[]
}

type Values = ArrayLike<number>
interface Expected {
  readonly outputs: readonly Values[]
  readonly inputGradients: readonly Values[]
  readonly weightGradients: Readonly<Record<string, Values>>
}

function taskOf(
  plan: Plan,
  weights: Weights,
  batch: number,
  inputs: readonly Values[],
  upstream: readonly Values[],
  { outputs, inputGradients, weightGradients }: Expected,
): Task {
  const lists = (values: readonly Values[]) => values.map(list => Array.from(list))
  const entries = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
  return {
    plan,
    weights: entries(weights, ({ shape, values }) => ({ shape, values: Array.from(values) })),
    batch,
    inputs: lists(inputs),
    upstream: lists(upstream),
    outputs: lists(outputs),
    inputGradients: lists(inputGradients),
    weightGradients: entries(weightGradients, list => Array.from(list)),
  }
}

/** What was measured, for the table. */
const measured: Accuracy[] = []

for (const backend of ['cpu', 'wasm', 'webgl', 'webgpu'] as const) {
  test(`every stored case of PyTorch and every example of a node holds on ${backend}`, async () => {
    test.setTimeout(600_000)
    expect(await page.evaluate(name => window.numerics.start(name), backend)).toMatchObject({ name: backend })
    const wrong: unknown[] = []
    const note = (row: Omit<Accuracy, 'backend'>) => measured.push({ backend, ...row })
    for (const { type, against, tasks } of [...stored, ...(await examples())]) {
      const worst = { output: 0, gradient: 0 }
      for (const task of tasks) {
        const found = await page.evaluate(text => window.numerics.run(JSON.parse(text)), JSON.stringify(task))
        worst.output = Math.max(worst.output, found.output)
        worst.gradient = Math.max(worst.gradient, found.gradient)
        const isRight = found.output < limit && found.gradient < limit && found.deviceErrors.length === 0
        if (!isRight || found.tensors > 0) wrong.push({ type, against, steps: task.plan.steps, ...found })
      }
      note({ type, against, cases: tasks.length, ...worst })
    }
    for (const type of goldenTypes('loss')) {
      const cases = goldenCases<GoldenLoss>(type)
      const found = await page.evaluate(([name, text]) => window.numerics.losses(name, JSON.parse(text)), [
        type,
        JSON.stringify(cases),
      ] as const)
      if (!(found.output < limit && found.gradient < limit)) wrong.push({ type, ...found })
      note({ type, against: 'PyTorch', cases: cases.length, ...found })
    }
    expect(wrong).toEqual([])
  })
}

test('what was measured makes a table with a row for every layer and every loss', async ({ browser }) => {
  const table = accuracyTable(measured, { tfjs: tf.version.tfjs, chromium: browser.version() })
  const rows = table.split('\n').filter(line => /^\| \w+ \| (PyTorch|cpu) \|/.test(line))
  const types = new Set([...goldenTypes('layer'), ...goldenTypes('loss'), ...samples.map(each => each.type)])
  expect(rows).toHaveLength(types.size)
  expect(table).not.toContain('not run')
  const path = process.env.HOURGLASS_NUMERICS_TABLE
  if (path) writeFileSync(path, table)
})

for (const backend of ['webgl', 'webgpu'] as const) {
  test(`three steps of each optimizer are those of PyTorch on ${backend}`, async () => {
    expect(await page.evaluate(name => window.numerics.start(name), backend)).toMatchObject({ name: backend })
    for (const name of optimizerNames) {
      for (const golden of goldenCases<OptimizerCase>(name)) {
        const given = [settingsOf(name, golden), golden] as const
        const error = await page.evaluate(args => window.numerics.optimize(...args), given)
        expect(error, JSON.stringify(given[0])).toBeLessThan(1e-5)
      }
    }
  })
}

test('a GPU whose shaders fail silently is passed over, and the reason says so', async () => {
  // A fresh page, because shaders that compiled before the switch stay as they are.
  await page.reload()
  await page.evaluate(() => window.numerics.breakWebgpu())
  const started = await page.evaluate(() => window.numerics.start('webgpu'))
  expect(started.name).toBe('wasm')
  expect(started.reason).toMatch(/^WebAssembly instead of WebGPU \((the device reports|it computes wrongly)/)
  console.log(started.reason)
})
