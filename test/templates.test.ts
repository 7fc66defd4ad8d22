import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../nodes/index.ts'
import { readInstalledMnist } from '../src/cli/mnist.ts'
import { barsIn, barsOf } from '../src/editor/ui/Silhouette.tsx'
import type { GraphDocument } from '../src/graph/document.ts'
import { arrangedPositions } from '../src/graph/layout.ts'
import { loadDocument } from '../src/graph/load.ts'
import { saveDocument } from '../src/graph/save.ts'
import { formatShape, sizeOf } from '../src/graph/shape.ts'
import { codeOf } from '../src/infer/code.ts'
import { inferenceOf, inferGraph } from '../src/infer/inference.ts'
import { startBackend } from '../src/runtime/backends.ts'
import { initialWeights } from '../src/runtime/weights.ts'
import { limitDataset, mnistShape } from '../src/training/datasets.ts'
import { trainingFault } from '../src/training/requirements.ts'
import { createTfjsStepper } from '../src/training/tfjsStepper.ts'
import { templateNamed, templates } from '../templates/index.ts'
import { planOf } from './builders.ts'

const folder = join(import.meta.dirname, '../templates')

function open(name: string): GraphDocument {
  const loaded = loadDocument(templateNamed(name)!.text, registry)
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults))
  return loaded.document
}

/** The sizes on the wires between cards, from the top to the bottom. */
const sizesOf = (name: string): string => {
  const inference = inferGraph(open(name), registry)
  return inference.topology.order
    .filter(i => inference.topology.definitions[i]!.category !== 'activation')
    .map(i => {
      const node = inference.nodes[i]!
      return node.state === 'ready' ? formatShape(node.outputs[0]!) : node.state
    })
    .join(' → ')
}

test('every file of the folder is listed, with the name of its file', () => {
  const files = readdirSync(folder).filter(file => file.endsWith('.json'))
  expect(templates.map(template => `${template.name}.json`).sort()).toEqual(files.sort())
})

for (const { name, text } of templates) {
  describe(name, () => {
    test('loads, and saves back to the identical text', () => {
      expect(saveDocument(open(name), registry)).toBe(text)
      expect(readFileSync(join(folder, `${name}.json`), 'utf8')).toBe(text)
    })

    test('has no problem', () => {
      const { totals } = inferGraph(open(name), registry)
      expect(totals).toMatchObject({ problems: 0, waiting: 0 })
    })

    test('stands where automatic layout would put it', () => {
      const document = open(name)
      expect(arrangedPositions(document, registry)).toEqual(document.nodes.map(node => node.position))
    })

    // There is nothing to train on an empty page, and no digit of 4×3 pixels.
    if (name === 'empty' || name === 'convolution-as-matrix') return
    test('can be trained on MNIST', () => {
      const plan = planOf(open(name))
      expect(trainingFault(plan, { name: 'MNIST', shape: mnistShape })).toBeUndefined()
    })

    test('learns: the loss falls within a few steps', async () => {
      await startBackend('wasm')
      const plan = planOf(open(name))
      const stepper = createTfjsStepper(plan, initialWeights(plan, 0), digits, { learningRate: 0.002 })
      const before = await stepper.evaluate('train', 0, 16)
      const all = Int32Array.from({ length: 16 }, (_, i) => i)
      for (let step = 0; step < 8; step++) stepper.step(all)
      const losses = await stepper.losses()
      const after = await stepper.evaluate('train', 0, 16)
      stepper.dispose()
      expect(losses).toHaveLength(8)
      expect(after.loss).toBeLessThan(0.97 * before.loss)
    })
  })
}

/** The first sixteen digits of MNIST. */
const digits = limitDataset(readInstalledMnist(), { trainLimit: 16, testLimit: 1 })

describe('the code', () => {
  test.each([
    ['reference-autoencoder', 8],
    ['linear-autoencoder', 8],
    ['resize-convolution', 8],
    ['denoising-autoencoder', 8],
    ['variational-autoencoder', 2],
  ])('of %s is %i numbers', (name, size) => {
    const inference = inferGraph(open(name), registry)
    const code = inference.nodes[codeOf(inference)!]
    expect(code?.state === 'ready' && sizeOf(code.outputs[0]!)).toBe(size)
  })

  test('of a U-Net does not exist: skips lead past the narrow middle', () => {
    expect(codeOf(inferGraph(open('unet-small'), registry))).toBeUndefined()
  })
})

describe('what the templates promise', () => {
  test('the reference autoencoder has 112,457 parameters, 24,358,912 multiply-accumulates and its sizes', () => {
    const { totals } = inferGraph(open('reference-autoencoder'), registry)
    expect(totals).toMatchObject({ parameters: 112_457, macs: 24_358_912 })
    expect(sizesOf('reference-autoencoder')).toBe(
      '1×28×28 → 32×24×24 → 32×20×20 → 32×9×9 → 32×4×4 → 8×1×1 → 32×4×4 → 32×9×9 → 32×20×20 → 32×24×24 → 1×28×28',
    )
  })

  test('the linear autoencoder goes from 784 to 8 numbers and back with 13,336 parameters', () => {
    expect(inferGraph(open('linear-autoencoder'), registry).totals.parameters).toBe(13_336)
    expect(sizesOf('linear-autoencoder')).toBe('1×28×28 → 784 → 8 → 784 → 1×28×28')
  })

  test('resize-convolution has the sizes, the code and the number of parameters of the reference', () => {
    const inference = inferGraph(open('resize-convolution'), registry)
    expect(inference.totals.parameters).toBe(112_457)
    expect(sizesOf('resize-convolution')).toBe(
      '1×28×28 → 32×24×24 → 32×20×20 → 32×9×9 → 32×4×4 → 8×1×1 → 32×4×4 → 32×8×8 → 32×9×9 → 32×18×18 → 32×20×20 → 32×24×24 → 1×28×28',
    )
    expect(inferenceOf(inference, 'conv5')).toMatchObject({ outputs: [[8, 1, 1]] })
    const isStrided = inference.document.nodes.some(
      node => node.type === 'ConvTranspose2d' && node.params.stride !== undefined,
    )
    expect(isStrided).toBe(false)
  })

  test('the U-Net halves twice, doubles twice and puts skips beside: 56,689 parameters', () => {
    expect(inferGraph(open('unet-small'), registry).totals.parameters).toBe(56_689)
    expect(sizesOf('unet-small')).toBe(
      '1×28×28 → 16×28×28 → 16×14×14 → 32×14×14 → 32×7×7 → 64×7×7 → 32×14×14 → 64×14×14 → 32×14×14 → 16×28×28 → 32×28×28 → 16×28×28 → 1×28×28',
    )
  })

  test('super-resolution takes a quarter of the pixels and is measured against all of them', () => {
    const inference = inferGraph(open('super-resolution'), registry)
    expect(inferenceOf(inference, 'small')).toMatchObject({ outputs: [[1, 14, 14]] })
    expect(planOf(open('super-resolution')).losses).toMatchObject([{ input: 'add1', target: 'image' }])
  })

  test('the classifier has the encoder of the reference, and ten scores against the label', () => {
    const encoder = (name: string) => open(name).nodes.filter(node => node.group === 'encoder')
    const moved = (name: string) => encoder(name).map(({ id, type, params }) => ({ id, type, params }))
    expect(moved('classifier')).toEqual(moved('reference-autoencoder'))
    expect(planOf(open('classifier')).losses).toMatchObject([
      { type: 'CrossEntropyLoss', shape: [10], target: { input: 'image', port: 'label' } },
    ])
  })

  test('the empty page is empty', () => {
    expect(open('empty').nodes).toEqual([])
  })
})

test.each(templates)('the list draws and counts $name as its file is', ({ name, picture, parameters }) => {
  const inference = inferGraph(open(name), registry)
  const drawn = barsOf(inference).map(bar => ({ ...bar, side: Math.round(bar.side * 100) / 100 }))
  expect(barsIn(picture)).toEqual(drawn)
  expect(parameters).toBe(inference.totals.parameters)
})

test('the template of a first visit is a whole document as it stands in its file', () => {
  const [first] = templates
  expect(first!.name).toBe('reference-autoencoder')
  expect(JSON.parse(first!.text)).toEqual(open(first!.name))
})
