import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { addNode, appendAfter, insertExistingOnEdge, insertOnEdge, newId } from '../../src/commands/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { templateNamed } from '../../templates/index.ts'
import { graph, node } from '../builders.ts'
import { labelOf, outcome, refusalOf, topsOf, wiresOf } from './history.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = (loaded as { document: GraphDocument }).document
const nodeIn = (document: GraphDocument, id: string) => document.nodes.find(other => other.id === id)
const at = (id: string, type: string, x: number, y: number) => ({ ...node(id, type), position: { x, y } })

describe('names of new layers', () => {
  test('are the stem and the next number; the first Input is image', () => {
    expect(newId(reference, registry.get('Conv2d')!)).toBe('conv6')
    expect(newId(reference, registry.get('Input')!)).toBe('image2')
    expect(newId({ nodes: [] }, registry.get('Input')!)).toBe('image')
    expect(newId({ nodes: [] }, registry.get('ReLU')!)).toBe('relu1')
    expect(
      newId({ nodes: [node('conv1000', 'Conv2d'), node('convolute', 'Conv2d')] }, registry.get('Conv2d')!),
    ).toBe('conv1001')
  })
})

describe('adding a layer', () => {
  const position = { x: 400, y: 0 }

  test('puts it where it was dropped, with what its definition lets it start with', () => {
    const { id, command } = addNode(reference, registry, { type: 'Upsample', position, group: 'decoder' })
    expect(id).toBe('up1')
    expect(labelOf(command)).toBe('Add up1')
    expect(nodeIn(outcome(reference, command), id)).toEqual({
      id,
      type: 'Upsample',
      params: { scaleFactor: 2 },
      position,
      group: 'decoder',
    })
  })

  test('leaves every other layer the same object', () => {
    const { command } = addNode(reference, registry, { type: 'Conv2d', position })
    expect(
      outcome(reference, command)
        .nodes.slice(0, -1)
        .every((other, i) => other === reference.nodes[i]),
    ).toBe(true)
  })

  test('is refused with unknown types, names that are taken, groups that are not there and wrong parameters', () => {
    const refusal = (more: object) =>
      refusalOf(addNode(reference, registry, { type: 'Conv2d', position, ...more }).command)
    expect(refusal({ type: 'Conv2D' })).toBe('Conv2D is not a layer type; did you mean Conv2d?')
    expect(refusal({ id: 'conv1' })).toBe('Another layer is named conv1.')
    expect(refusal({ id: '' })).toMatch(/1 to 60 characters/)
    expect(refusal({ group: 'middle' })).toBe('There is no group middle.')
    expect(refusal({ params: { kernelSize: 0 } })).toBe(
      'kernelSize of conv6 must be a whole number of at least 1, or [height, width] of such; 0 is not.',
    )
  })
})

describe('a layer dropped on a wire', () => {
  const between = (source: string, target: string) =>
    reference.edges.find(edge => edge.source === source && edge.target === target)!.id

  test('is wired on both sides, and the further half keeps the id and the place of the wire', () => {
    const { id, command } = insertOnEdge(reference, registry, 'e3', {
      type: 'Conv2d',
      params: { kernelSize: 1 },
    })
    expect(labelOf(command)).toBe('Insert conv6 behind relu1')
    const done = outcome(reference, command)
    expect(wiresOf(done).slice(1, 5)).toEqual([
      'conv1 → relu1',
      'relu1 → conv6',
      'conv6 → conv2',
      'conv2 → relu2',
    ])
    expect(done.edges[3]!.id).toBe('e3')
    expect(nodeIn(done, id)).toMatchObject({ params: { kernelSize: 1 }, group: 'encoder' })
  })

  test('takes one pitch, and everything below moves down by it', () => {
    const done = outcome(reference, insertOnEdge(reference, registry, 'e3', { type: 'Conv2d' }).command)
    expect(topsOf(done)).toMatchObject({ relu1: 81, conv6: 100, conv2: 150, relu2: 181, deconv5: 550 })
  })

  test('between a card and its activation moves the activation down as well', () => {
    const done = outcome(
      reference,
      insertOnEdge(reference, registry, between('conv1', 'relu1'), { type: 'Conv2d' }).command,
    )
    expect(topsOf(done)).toMatchObject({ conv1: 50, conv6: 100, relu1: 131, conv2: 150 })
  })

  test('takes no room as an activation where none is on the wire, and 20 pixels as a second one', () => {
    const bare = outcome(
      reference,
      insertOnEdge(reference, registry, between('conv5', 'deconv1'), { type: 'Sigmoid' }).command,
    )
    expect(topsOf(bare)).toMatchObject({ conv5: 250, sigmoid1: 281, deconv1: 300 })
    const second = outcome(
      reference,
      insertOnEdge(reference, registry, between('relu1', 'conv2'), { type: 'Sigmoid' }).command,
    )
    expect(topsOf(second)).toMatchObject({ relu1: 81, sigmoid1: 101, conv2: 120, relu2: 151 })
  })

  test('belongs to the group before it, or else to the one behind it', () => {
    const groupOf = (source: string, target: string) => {
      const { id, command } = insertOnEdge(reference, registry, between(source, target), { type: 'ReLU' })
      return nodeIn(outcome(reference, command), id)!.group
    }
    expect(groupOf('image', 'conv1')).toBe('encoder')
    expect(groupOf('conv5', 'deconv1')).toBe('encoder')
    expect(groupOf('relu8', 'deconv5')).toBe('decoder')
  })

  test('uses room that is there already', () => {
    const wide = graph([at('image', 'Input', 0, 0), at('conv1', 'Conv2d', 0, 300)], [['image', 'conv1']])
    const done = outcome(wide, insertOnEdge(wide, registry, 'e1', { type: 'Conv2d' }).command)
    expect(topsOf(done)).toMatchObject({ conv2: 50, conv1: 300 })
  })

  test('keeps the order of wires into a port that takes several, and other branches where they are', () => {
    const forked = graph(
      [
        at('image', 'Input', 0, 0),
        at('conv1', 'Conv2d', 0, 50),
        at('conv2', 'Conv2d', 400, 50),
        at('concat1', 'Concat', 0, 100),
      ],
      [
        ['image', 'conv1'],
        ['image', 'conv2'],
        ['conv1', 'concat1'],
        ['conv2', 'concat1'],
      ],
    )
    const done = outcome(forked, insertOnEdge(forked, registry, 'e1', { type: 'Conv2d' }).command)
    expect(topsOf(done)).toEqual({ image: 0, conv3: 50, conv1: 100, conv2: 50, concat1: 150 })
    const ordered = outcome(forked, insertOnEdge(forked, registry, 'e3', { type: 'ReLU' }).command)
    expect(wiresOf(ordered).filter(wire => wire.endsWith('concat1'))).toEqual([
      'relu1 → concat1',
      'conv2 → concat1',
    ])
  })

  test('goes beside the column on a wire that passes other layers', () => {
    const skip = graph(
      [at('image', 'Input', 0, 0), at('conv1', 'Conv2d', 0, 50), at('add1', 'Add', 0, 100)],
      [
        ['image', 'conv1'],
        ['conv1', 'add1'],
        ['image', 'add1'],
      ],
    )
    const { id, command } = insertOnEdge(skip, registry, 'e3', { type: 'Conv2d' })
    expect(nodeIn(outcome(skip, command), id)!.position).toEqual({ x: 400, y: 50 })
  })

  test('is refused where it has no input, and where the wire is gone', () => {
    expect(refusalOf(insertOnEdge(reference, registry, 'e3', { type: 'Input' }).command)).toBe(
      'Input does not fit on this wire: image2 has no input.',
    )
    expect(refusalOf(insertOnEdge(reference, registry, 'none', { type: 'ReLU' }).command)).toMatch(
      /not there/,
    )
  })
})

describe('a layer that is on the canvas already', () => {
  const loose = outcome(
    reference,
    addNode(reference, registry, { type: 'Conv2d', position: { x: 500, y: 90 } }).command,
  )

  test('is dropped on a wire', () => {
    const command = insertExistingOnEdge(loose, registry, 'e3', 'conv6', { x: 8, y: 95 })
    expect(labelOf(command)).toBe('Insert conv6 behind relu1')
    const done = outcome(loose, command)
    expect(nodeIn(done, 'conv6')).toMatchObject({ position: { x: 0, y: 100 }, group: 'encoder' })
    expect(topsOf(done)).toMatchObject({ conv2: 150 })
    expect(wiresOf(done)).toContain('conv6 → conv2')
  })

  test('is refused where it has wires', () => {
    expect(refusalOf(insertExistingOnEdge(loose, registry, 'e3', 'conv5', { x: 0, y: 0 }))).toMatch(
      /^conv5 has wires already/,
    )
  })
})

describe('a layer behind the selection', () => {
  test('goes onto the wire that leads on', () => {
    const { id, command } = appendAfter(reference, registry, 'conv5', { type: 'ReLU' })
    expect(wiresOf(outcome(reference, command))).toEqual(
      expect.arrayContaining([`conv5 → ${id}`, `${id} → deconv1`]),
    )
  })

  test('goes below the last one, with a wire', () => {
    const { id, command } = appendAfter(reference, registry, 'deconv5', { type: 'Sigmoid' })
    expect(labelOf(command)).toBe('Add sigmoid1 behind deconv5')
    const done = outcome(reference, command)
    expect(nodeIn(done, id)).toMatchObject({ position: { x: 0, y: 531 }, group: 'decoder' })
    expect(wiresOf(done).at(-1)).toBe('deconv5 → sigmoid1')
  })

  test('goes beside the others where the output branches', () => {
    const forked = graph(
      [at('image', 'Input', 0, 0), at('conv1', 'Conv2d', 0, 50), at('conv2', 'Conv2d', 400, 50)],
      [
        ['image', 'conv1'],
        ['image', 'conv2'],
      ],
    )
    const { id, command } = appendAfter(forked, registry, 'image', { type: 'Conv2d' })
    expect(nodeIn(outcome(forked, command), id)!.position).toEqual({ x: 800, y: 50 })
  })

  test('is refused where it takes no wire', () => {
    expect(refusalOf(appendAfter(reference, registry, 'deconv5', { type: 'Input' }).command)).toBe(
      'image2 has no input.',
    )
    expect(refusalOf(appendAfter(reference, registry, 'nobody', { type: 'ReLU' }).command)).toMatch(
      /no layer named/,
    )
  })
})
