import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { copyNodes, duplicateNodes } from '../../src/commands/index.ts'
import { pasteNodes } from '../../src/commands/paste.ts'
import { emptyDocument, type GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { templateNamed } from '../../templates/index.ts'
import { labelOf, outcome, refusalOf, wiresOf } from './history.ts'

const { text } = templateNamed('reference-autoencoder')!
const reference = (loadDocument(text, registry) as { document: GraphDocument }).document

describe('the clipboard', () => {
  const copied = copyNodes(reference, ['conv3', 'relu3', 'conv4'])

  test('keeps layers, their parameters, groups and the wires among them', () => {
    const { ids, command } = pasteNodes(reference, registry, copied, { x: 500, y: 20 })
    expect(ids).toEqual(['conv6', 'relu9', 'conv7'])
    expect(labelOf(command)).toBe('Paste 3 layers')
    const done = outcome(reference, command)
    expect(done.nodes.slice(-3)).toEqual([
      {
        id: 'conv6',
        type: 'Conv2d',
        params: { outChannels: 32, kernelSize: 4, stride: 2 },
        position: { x: 500, y: 20 },
        group: 'encoder',
      },
      { id: 'relu9', type: 'ReLU', params: {}, position: { x: 500, y: 51 }, group: 'encoder' },
      {
        id: 'conv7',
        type: 'Conv2d',
        params: { outChannels: 32, kernelSize: 3, stride: 2 },
        position: { x: 500, y: 70 },
        group: 'encoder',
      },
    ])
    expect(wiresOf(done).slice(-2)).toEqual(['conv6 → relu9', 'relu9 → conv7'])
  })

  test('keeps names that are free, and drops groups that the other document does not have', () => {
    const { ids, command } = pasteNodes(emptyDocument, registry, copied, { x: 0, y: 0 })
    expect(ids).toEqual(['conv3', 'relu3', 'conv4'])
    expect(outcome(emptyDocument, command).nodes[0]).not.toHaveProperty('group')
  })

  test('takes a whole saved file too', () => {
    const { ids } = pasteNodes(emptyDocument, registry, text, { x: 0, y: 0 })
    expect(ids).toHaveLength(19)
  })

  test('refuses any other text, and layers that are not valid, with the reason', () => {
    const refusal = (pasted: string) =>
      refusalOf(pasteNodes(reference, registry, pasted, { x: 0, y: 0 }).command)
    for (const other of ['', 'hello', '17', 'null', '[]', '{}', copyNodes(reference, [])]) {
      expect(refusal(other)).toBe('There are no layers on the clipboard.')
    }
    expect(refusal(copied.replace('"stride":2', '"stride":0'))).toBe(
      'The layers on the clipboard are not valid: nodes[0].params.stride: expected a whole number of at least 1, or [height, width] of such; got 0',
    )
  })
})

describe('duplicating', () => {
  test('keeps the wires among the layers and puts the copies beside them', () => {
    const { ids, command } = duplicateNodes(reference, registry, ['conv1', 'relu1'])
    expect(labelOf(command)).toBe('Duplicate 2 layers')
    const done = outcome(reference, command)
    expect(ids).toEqual(['conv6', 'relu9'])
    expect(done.nodes.slice(-2).map(node => node.position)).toEqual([
      { x: 400, y: 50 },
      { x: 400, y: 81 },
    ])
    expect(wiresOf(done).at(-1)).toBe('conv6 → relu9')
    const again = outcome(done, duplicateNodes(done, registry, ['conv1']).command)
    expect(again.nodes.at(-1)!.position).toEqual({ x: 800, y: 50 })
  })

  test('does not copy a place in a PyTorch module', () => {
    const placed = { ...reference, nodes: [{ ...reference.nodes[1]!, module: 'features.0' }], edges: [] }
    const done = outcome(placed, duplicateNodes(placed, registry, ['conv1']).command)
    expect(done.nodes.at(-1)).not.toHaveProperty('module')
  })

  test('is refused where nothing is selected', () => {
    expect(refusalOf(duplicateNodes(reference, registry, []).command)).toBe('No layer is selected.')
  })
})
