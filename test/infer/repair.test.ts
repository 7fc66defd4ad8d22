import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { explainProblem, withChanges } from '../../src/infer/repair.ts'
import { graph, infer, layer, sizeIn, withParams } from './graphs.ts'

const reference = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../templates/reference-autoencoder.json'), 'utf8'),
) as GraphDocument

const explain = (document: GraphDocument, id: string, lastValid?: GraphDocument) =>
  explainProblem(infer(document), id, registry, lastValid)

describe('the reference autoencoder with stride 2 in conv2', () => {
  const broken = withParams(reference, 'conv2', { stride: 2 })
  const explanation = explain(broken, 'conv5', reference)

  test('says how the height was lost', () => {
    expect(explanation.cause).toBe('Height became 1 after conv2 got stride 2: 24 → 10 → 4 → 1.')
  })

  test('counts the layers that wait', () => {
    expect(explanation.waiting).toBe(9)
  })

  test('offers what fits first, each fix with its outcome, the unwelcome one too', () => {
    expect(explanation.fixes.map(({ label, outcome, isFit }) => [label, outcome, isFit])).toEqual([
      ['Set conv2 stride back to 1', 'code 8×1×1, output 1×28×28', true],
      ['Set conv5 kernelSize to 1', 'code 8×1×1, output 1×28×28', true],
      ['Set conv5 padding to 2', "code 8×2×2, output 1×32×32, not the input's size", false],
    ])
  })

  test('offers fixes that solve it', () => {
    for (const { changes } of explanation.fixes) {
      expect(infer(withChanges(broken, changes)).totals).toMatchObject({ problems: 0, waiting: 0 })
    }
  })

  test('has fixes without knowing what it was before, but no cause', () => {
    const { cause, fixes } = explain(broken, 'conv5')
    expect(cause).toBeUndefined()
    expect(fixes.map(fix => fix.label)).toContain('Set conv2 stride to 1')
    expect(fixes.map(fix => fix.label)).toContain('Set conv5 kernelSize to 1')
  })
})

describe('other problems', () => {
  const image = layer('image', 'Input', { shape: [1, 28, 28] })

  test('a kernel that was just typed is the cause itself', () => {
    const { cause, fixes } = explain(withParams(reference, 'conv5', { kernelSize: 7 }), 'conv5', reference)
    expect(cause).toBe('conv5 got kernelSize 7 in place of 4.')
    expect(fixes[0]).toMatchObject({
      label: 'Set conv5 kernelSize back to 4',
      outcome: 'code 8×1×1, output 1×28×28',
      isFit: true,
    })
  })

  test('a wire that is missing is the whole problem, and no parameter solves it', () => {
    const { problem, cause, fixes, waiting } = explain(
      graph(image, layer('conv1', 'Conv2d', {}, []), layer('relu1', 'ReLU')),
      'conv1',
    )
    expect(problem.what).toBe('No wire reaches the port input')
    expect([cause, fixes, waiting]).toEqual([undefined, [], 1])
  })

  test('a branch that no longer fits is led back to the layer that changed', () => {
    const before = graph(
      image,
      layer('conv1', 'Conv2d', { outChannels: 4, kernelSize: 3, padding: 1 }),
      layer('conv2', 'Conv2d', { outChannels: 4, kernelSize: 3, padding: 1 }),
      layer('sum', 'Add', {}, ['conv1', 'conv2']),
    )
    const { cause, fixes } = explain(withParams(before, 'conv2', { stride: 2 }), 'sum', before)
    expect(cause).toBe('Height became 14 after conv2 got stride 2: 28 → 14.')
    expect(fixes.map(fix => [fix.label, fix.outcome])).toEqual([
      ['Set conv2 stride back to 1', 'output 4×28×28'],
    ])
  })

  test('a smaller Input is named by its shape', () => {
    const { cause, fixes } = explain(
      withParams(reference, 'image', { shape: [1, 20, 20] }),
      'conv5',
      reference,
    )
    expect(cause).toBe('Height became 2 after image got shape 1×20×20: 20 → 16 → 12 → 5 → 2.')
    expect(fixes[0]!.label).toBe('Set image shape back to 1×28×28')
  })

  test('a fix that breaks something further down says so, and comes last', () => {
    const before = graph(
      image,
      layer('conv1', 'Conv2d', { outChannels: 4, kernelSize: 28 }),
      layer('flatten1', 'Flatten'),
      layer('unflatten1', 'Unflatten', { unflattenedSize: [4, 1, 1] }),
    )
    const { fixes } = explain(withParams(before, 'conv1', { kernelSize: 31 }), 'conv1', before)
    expect(fixes[0]!.label).toBe('Set conv1 kernelSize back to 28')
    expect(fixes.at(-1)).toMatchObject({ isFit: false })
    expect(fixes.at(-1)!.outcome).toContain('then unflatten1 has a problem')
  })

  test('a layer that was put in between is the cause', () => {
    const before = graph(
      image,
      layer('flatten1', 'Flatten', {}, ['image']),
      layer('unflatten1', 'Unflatten', { unflattenedSize: [1, 28, 28] }, ['flatten1']),
    )
    const after = graph(
      image,
      layer('up1', 'Upsample', { scaleFactor: 2 }, ['image']),
      layer('flatten1', 'Flatten', {}, ['up1']),
      layer('unflatten1', 'Unflatten', { unflattenedSize: [1, 28, 28] }, ['flatten1']),
    )
    expect(explain(after, 'unflatten1', before).cause).toBe('Length became 3136 after up1 was added.')
  })

  test('a node without a problem cannot be explained', () => {
    expect(() => explain(reference, 'conv1')).toThrow('conv1 has no problem')
    expect(sizeIn(infer(reference), 'conv1')).toBe('32×24×24')
  })
})
