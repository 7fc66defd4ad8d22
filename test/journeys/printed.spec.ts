/** Every template's module in a browser, against plain tfjs: the numbers of the runtime's model. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as tf from '@tensorflow/tfjs'
import type { Weights } from '../../src/compile/weights.ts'
import { writeSafetensors } from '../../src/formats/safetensors.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { chain, input, planOf } from '../builders.ts'
import { differentiate } from '../formats/differentiate.ts'
import { relativeError, wave } from '../runtime/evaluate.ts'
import { inPage } from './printedPage.ts'

const root = join(import.meta.dirname, '../..')
const names = readdirSync(join(root, 'templates'))
  .filter(file => file.endsWith('.json') && file !== 'empty.json')
  .map(file => file.replace('.json', ''))

/** The module of a document as the command line writes it, and the file of its weights. */
function printedModule(document: GraphDocument, weights: Weights): { text: string; bytes: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-module-'))
  try {
    const [from, out, file] = ['document.json', 'model.ts', 'w.safetensors'].map(name => join(folder, name))
    const bytes = writeSafetensors(weights)
    writeFileSync(from!, JSON.stringify(document))
    writeFileSync(file!, bytes)
    const launcher = join(root, 'src/cli/hourglass.mjs')
    const options = ['--to', 'typescript', '-o', out!, '--weights', file!]
    execFileSync(process.execPath, [launcher, 'export', from!, ...options])
    return { text: readFileSync(out!, 'utf8'), bytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const name of names) {
  test(`the module of ${name} returns in a browser what the model itself returns`, async ({ page }) => {
    const path = join(root, `templates/${name}.json`)
    const document = JSON.parse(readFileSync(path, 'utf8')) as GraphDocument
    const plan = planOf(document)
    const weights = initialWeights(plan, 1)
    const { text, bytes } = printedModule(document, weights)
    const [channels = 1, height = 1, width = 1] = plan.inputs[0]!.shape
    const shape = [1, height, width, channels]
    const image = Array.from({ length: channels * height * width }, (_, i) => (i % 29) / 29)
    const model = buildModel(plan)
    setWeights(model, plan, weights)
    const predicted = model.predict(tf.tensor(image, shape))
    const expected = await (Array.isArray(predicted) ? predicted[0]! : predicted).data()
    const returned = await inPage(page, text, () =>
      page.evaluate(([file, sides, values]) => window.predict(file, sides, values), [
        [...bytes],
        shape,
        image,
      ] as const),
    )
    expect(returned.length).toBe(expected.length)
    const scale = Math.max(...expected.map(Math.abs))
    expect(scale).toBeGreaterThan(0)
    expect(Math.max(...returned.map((value, i) => Math.abs(value - expected[i]!))) / scale).toBeLessThan(1e-6)
  })
}

test('a printed module has the gradients of the model in the page on WebGL and WebGPU too', async ({
  page,
}) => {
  const document = chain(
    input(2, 9, 8),
    ['Conv2d', { outChannels: 4, kernelSize: 3, stride: 2, padding: 1 }],
    ['GroupNorm', { numGroups: 2 }],
    ['PReLU', { numParameters: 4 }],
    ['Conv2d', { outChannels: 4, kernelSize: 2, dilation: 2, groups: 2, padding: 1, paddingMode: 'reflect' }],
    ['MaxPool2d', { kernelSize: 2, stride: 1 }],
    ['BatchNorm2d'],
    ['Upsample', { scaleFactor: 2, mode: 'bilinear' }],
    ['ConvTranspose2d', { outChannels: 3, kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 }],
    ['AvgPool2d', { kernelSize: 3, padding: 1 }],
    ['Flatten'],
    ['Linear', { outFeatures: 5 }],
  )
  const small = planOf(document)
  const weights = initialWeights(small, 1)
  const { text, bytes } = printedModule(document, weights)
  const shape = [2, 9, 8, 2]
  const [image, upstream] = [wave(shape), wave([2, 5], 1.1)]
  const model = buildModel(small)
  setWeights(model, small, weights)
  const expected = await differentiate(model, [tf.tensor(image, shape)], [upstream])
  const found = await inPage(page, text, () =>
    page.evaluate(
      async ([file, shape, values, upstream]) => [
        await window.gradients('webgl', file, shape, values, upstream),
        await window.gradients('webgpu', file, shape, values, upstream),
      ],
      [[...bytes], shape, [...image], [...upstream]] as const,
    ),
  )
  for (const gradients of found) {
    expect(gradients).toHaveLength(expected.length)
    for (const [i, list] of gradients.entries()) expect(relativeError(list, expected[i]!)).toBeLessThan(1e-5)
  }
})
