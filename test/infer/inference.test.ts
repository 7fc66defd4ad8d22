import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../../src/graph/document.ts'
import { describeProblem } from '../../src/graph/problem.ts'
import { formatShape } from '../../src/graph/shape.ts'
import { inferenceOf } from '../../src/infer/inference.ts'
import { graph, infer, layer, sizeIn, withParams } from './graphs.ts'

const read = (path: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../..', path), 'utf8'))

const image = layer('image', 'Input', { shape: [1, 28, 28] })

const problemOf = (document: GraphDocument, id: string): string => {
  const result = inferenceOf(infer(document), id)
  return result?.state === 'problem' ? describeProblem(result.problem) : `${result?.state}`
}

describe('the reference autoencoder', () => {
  const document = read('templates/reference-autoencoder.json') as GraphDocument
  const golden = read('test/golden/autoencoder.json') as {
    parameters: number
    macs: number
    parametersByLatent: Record<string, number>
    layers: { class: string; out: number[]; params: number; macs?: number }[]
  }

  test('has the sizes, parameters and multiply-accumulates of PyTorch, layer by layer', () => {
    const inference = infer(document)
    const rows = inference.topology.order.slice(1).map(index => {
      const result = inference.nodes[index]!
      return result.state === 'ready'
        ? [
            result.definition.type,
            formatShape(result.outputs[0]!),
            result.parameters,
            result.macs?.value ?? 0,
          ]
        : [result.definition.type, result.state]
    })
    expect(rows).toEqual(
      golden.layers.map(l => [l.class, formatShape(l.out.slice(1)), l.params, l.macs ?? 0]),
    )
  })

  test('has 112,457 parameters and 24,358,912 multiply-accumulates', () => {
    expect(infer(document).totals).toEqual({
      parameters: golden.parameters,
      macs: golden.macs,
      problems: 0,
      waiting: 0,
    })
    expect([golden.parameters, golden.macs]).toEqual([112_457, 24_358_912])
  })

  test('has the parameters of PyTorch at every size of the code', () => {
    let inference = infer(document)
    for (const [size, parameters] of Object.entries(golden.parametersByLatent)) {
      inference = infer(withParams(document, 'conv5', { outChannels: Number(size) }), inference)
      expect(inference.totals.parameters).toBe(parameters)
    }
  })
})

describe('a wrong layer', () => {
  const document = graph(
    image,
    layer('conv1', 'Conv2d', { outChannels: 4, kernelSize: 40 }),
    layer('relu1', 'ReLU'),
    layer('flatten1', 'Flatten'),
  )

  test('says which rule it breaks, and what would fit', () => {
    expect(problemOf(document, 'conv1')).toBe(
      'Kernel 40 does not fit into height 28 with padding 0: height must be at least 40, or padding at least 6; width the same.',
    )
  })

  test('keeps those behind it waiting for it, and for nobody else', () => {
    const inference = infer(document)
    for (const id of ['relu1', 'flatten1']) {
      expect(inferenceOf(inference, id)).toMatchObject({ state: 'waiting', for: ['conv1'] })
    }
    expect(inference.totals).toMatchObject({ problems: 1, waiting: 2 })
  })

  test('still has its count of parameters', () => {
    expect(inferenceOf(infer(document), 'conv1')?.parameters).toBe(4 * 40 * 40 + 4)
  })

  test('that takes two wrong layers waits for both', () => {
    const both = graph(
      image,
      layer('a', 'Conv2d', { kernelSize: 40 }, ['image']),
      layer('b', 'Conv2d', { kernelSize: 50 }, ['image']),
      layer('sum', 'Add', {}, ['a', 'b']),
    )
    expect(inferenceOf(infer(both), 'sum')).toMatchObject({ state: 'waiting', for: ['a', 'b'] })
  })

  test('that no wire reaches says so, at its port', () => {
    const open = graph(image, layer('conv1', 'Conv2d', {}, []), layer('relu1', 'ReLU'))
    expect(problemOf(open, 'conv1')).toMatch(/^No wire reaches/)
    expect(inferenceOf(infer(open), 'conv1')).toMatchObject({ problem: { port: 'input' } })
    expect(sizeIn(infer(open), 'relu1')).toBe('waiting')
  })
})

describe('an edit', () => {
  const document = graph(
    image,
    layer('conv1', 'Conv2d', { outChannels: 4, kernelSize: 3, padding: 1 }),
    layer('relu1', 'ReLU'),
    layer('conv2', 'Conv2d', { outChannels: 8, kernelSize: 3, padding: 1 }),
    layer('relu2', 'ReLU'),
    layer('side', 'Conv2d', { outChannels: 8, kernelSize: 5, padding: 2 }, ['image']),
    layer('sum', 'Add', {}, ['relu2', 'side']),
  )
  const before = infer(document)

  test('computes everything the first time, and nothing for the same document', () => {
    expect(before.computed).toBe(7)
    expect(infer(document, before)).toBe(before)
  })

  test('that moves or renames the page computes nothing', () => {
    const moved = {
      ...document,
      name: 'Other',
      nodes: document.nodes.map(node => ({ ...node, position: { x: 9, y: 9 } })),
    }
    const after = infer(moved, before)
    expect(after.computed).toBe(0)
    expect(after.topology).toBe(before.topology)
    expect(after.document).toBe(moved)
  })

  test('that keeps the size computes the one layer', () => {
    const after = infer(withParams(document, 'conv1', { kernelSize: 5, padding: 2 }), before)
    expect(after.computed).toBe(1)
    expect(after.totals.parameters).toBe(before.totals.parameters + 4 * 16)
  })

  test('goes as far as sizes change: a new channel count stops at the next convolution', () => {
    const after = infer(withParams(document, 'conv1', { outChannels: 6 }), before)
    expect(after.computed).toBe(3)
    expect(sizeIn(after, 'relu1')).toBe('6×28×28')
    expect(inferenceOf(after, 'sum')).toBe(inferenceOf(before, 'sum'))
  })

  test('does not touch branches beside it', () => {
    const after = infer(withParams(document, 'side', { stride: 2 }), before)
    expect(after.computed).toBe(2)
    expect(sizeIn(after, 'sum')).toBe('problem')
    expect(inferenceOf(after, 'conv2')).toBe(inferenceOf(before, 'conv2'))
  })

  test('of a wire computes the layer that it enters and what changes behind it', () => {
    const edges = document.edges.map(edge =>
      edge.target === 'sum' && edge.source === 'relu2' ? { ...edge, source: 'relu1' } : edge,
    )
    const after = infer({ ...document, edges }, before)
    expect(after.computed).toBe(1)
    expect(problemOf({ ...document, edges }, 'sum')).toContain('Channels 4 and 8 do not fit together')
  })

  test('that changes one problem into another leaves those behind it waiting as they were', () => {
    const broken = infer(withParams(document, 'conv1', { kernelSize: 40 }), before)
    const other = infer(withParams(broken.document, 'conv1', { kernelSize: 50 }), broken)
    expect(other.computed).toBe(1)
    expect(other.totals).toMatchObject({ problems: 1, waiting: 4 })
  })
})
