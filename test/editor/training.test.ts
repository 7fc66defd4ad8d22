import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { type Command, type Refusal, runCommand, startHistory } from '../../src/commands/history.ts'
import { renameNode, setGroup, setParams } from '../../src/commands/index.ts'
import { editedNodes } from '../../src/editor/store/editedNodes.ts'
import { createLossCurve } from '../../src/editor/store/lossCurve.ts'
import { trainRefusal } from '../../src/editor/store/trainRefusal.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'

function open(name: string): GraphDocument {
  const loaded = loadDocument(templateNamed(name)?.text ?? '', registry)
  if ('faults' in loaded) throw new Error('The template cannot be read.')
  return loaded.document
}

function done(document: GraphDocument, command: Command | Refusal): GraphDocument {
  if ('refused' in command) throw new Error(command.refused)
  return runCommand(startHistory(document), command, 0).document
}

describe('the loss curve', () => {
  test('gives each loss of a report the step that it belongs to', () => {
    const curve = createLossCurve(2)
    curve.add(3, [0.3, 0.2, 0.1])
    curve.add(5, [0.09, 0.08])
    expect([...curve.steps]).toEqual([1, 2, 3, 4, 5])
    expect([...curve.losses]).toEqual([0.3, 0.2, 0.1, 0.09, 0.08])
  })
})

describe('what was edited since training began', () => {
  const trained = open('reference-autoencoder')

  test('is nothing where only groups changed', () => {
    const now = done(trained, setGroup(trained, ['conv5'], undefined))
    expect(editedNodes(trained, now)).toEqual({ nodes: new Set(), isOutdated: false })
  })

  test('is the layer whose parameters changed', () => {
    const now = done(trained, setParams(trained, registry, 'conv3', { stride: 1 }))
    expect(editedNodes(trained, now)).toEqual({ nodes: new Set(['conv3']), isOutdated: true })
  })

  test('is a renamed layer and the one that it is wired to', () => {
    const now = done(trained, renameNode(trained, 'conv5', 'narrow'))
    expect(editedNodes(trained, now).nodes).toEqual(new Set(['narrow', 'deconv1']))
  })
})

describe('whether a model can be trained', () => {
  const refusalOf = (document: GraphDocument) => trainRefusal(inferGraph(document, registry))

  test('nothing stops the templates', () => {
    for (const name of ['reference-autoencoder', 'linear-autoencoder', 'resize-convolution']) {
      expect(refusalOf(open(name))).toBeUndefined()
    }
  })

  test('an empty page says what is missing', () => {
    expect(refusalOf(open('empty'))).toBe('The page is empty: add an Input and a layer behind it.')
  })

  test('a problem is said with its node and its numbers', () => {
    const document = open('reference-autoencoder')
    const broken = done(document, setParams(document, registry, 'conv2', { stride: 2 }))
    expect(refusalOf(broken)).toMatch(/^conv5 \(Conv2d\): Kernel 4 does not fit into height 1/)
  })

  test('an output of another size than the image is said', () => {
    const document = open('reference-autoencoder')
    const larger = done(document, setParams(document, registry, 'conv3', { stride: 1 }))
    expect(refusalOf(larger)).toContain('The output of deconv5 is 1×44×44 and the image 1×28×28')
  })
})
