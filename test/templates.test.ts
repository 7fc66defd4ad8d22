import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../nodes/index.ts'
import { compile } from '../src/compile/compile.ts'
import type { GraphDocument } from '../src/graph/document.ts'
import { arrangedPositions } from '../src/graph/layout.ts'
import { loadDocument } from '../src/graph/load.ts'
import { saveDocument } from '../src/graph/save.ts'
import { formatShape, sizeOf } from '../src/graph/shape.ts'
import { codeOf } from '../src/infer/code.ts'
import { inferenceOf, inferGraph } from '../src/infer/inference.ts'
import { templateNamed, templates } from '../templates/index.ts'

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

    if (name === 'empty') return
    test('compiles, the code being 8 numbers', () => {
      const inference = inferGraph(open(name), registry)
      expect(compile(inference)).toHaveProperty('plan')
      const code = inference.nodes[codeOf(inference)!]
      expect(code?.state === 'ready' && sizeOf(code.outputs[0]!)).toBe(8)
    })
  })
}

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

  test('the empty page is empty', () => {
    expect(open('empty').nodes).toEqual([])
  })
})
