import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { runCommand, startHistory } from '../../src/commands/history.ts'
import { meantLayers, mirrorOf } from '../../src/editor/mirror/mirrorSelection.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, graph, input, node } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = inferGraph((loaded as { document: GraphDocument }).document, registry)

describe('the layers that are meant', () => {
  test('are the selected ones, or all up to a single one, or the encoder', () => {
    expect(meantLayers(reference, ['conv1', 'relu1'])).toEqual(['conv1', 'relu1'])
    expect(meantLayers(reference, ['conv2'])).toEqual(['image', 'conv1', 'relu1', 'conv2'])
    expect(meantLayers(reference, []).at(-1)).toBe('conv5')
    expect(meantLayers(inferGraph(chain(input(1, 8, 8), ['Conv2d']), registry), [])).toEqual([
      'image',
      'conv1',
    ])
  })
})

describe('a mirror of the selection', () => {
  test('says what it adds before it does', () => {
    const bare = inferGraph(
      chain(input(1, 28, 28), ['Conv2d', { stride: 2 }], ['ReLU'], ['Conv2d']),
      registry,
    )
    const mirror = mirrorOf(bare, [], 'transposed')
    expect(mirror).toMatchObject({ outcome: 'adds 3 layers, 32×11×11 → 1×28×28' })
  })

  test('takes the place of the decoder that is there, in both forms', () => {
    for (const form of ['transposed', 'resize'] as const) {
      const mirror = mirrorOf(reference, [], form)
      if ('refusal' in mirror) throw new Error(mirror.refusal)
      expect(mirror.outcome).toMatch(/in place of the 9 behind conv5, 8×1×1 → 1×28×28$/)
      const { command } = mirror.replacement
      if ('refused' in command) throw new Error(command.refused)
      const { document } = runCommand(startHistory(reference.document), command, 0)
      const after = inferGraph(document, registry)
      expect(after.totals.problems).toBe(0)
      const last = after.nodes.at(-1)!
      expect(last.state === 'ready' && last.outputs[0]).toEqual([1, 28, 28])
    }
  })

  test('is refused with the layer at fault', () => {
    const joined = inferGraph(
      graph([node('image', 'Input', { shape: [1, 8, 8] }), node('sum', 'Add')], [['image', 'sum']]),
      registry,
    )
    const mirror = mirrorOf(joined, ['sum'], 'transposed')
    expect('refusal' in mirror && mirror.refusal).toMatch(/^sum cannot be mirrored: /)
    expect(mirrorOf(inferGraph(chain(), registry), [], 'resize')).toEqual({
      refusal: 'There is no layer to mirror.',
    })
  })
})
