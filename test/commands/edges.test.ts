import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { connect, reconnect, removeEdges, whyNot } from '../../src/commands/index.ts'
import type { Registry } from '../../src/graph/definition.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { graph, node } from '../builders.ts'
import { labelOf, outcome, refusalOf, wiresOf } from './history.ts'

const wire = (source: string, target: string, sourceHandle?: string, targetHandle?: string) => ({
  source,
  target,
  ...(sourceHandle === undefined ? {} : { sourceHandle }),
  ...(targetHandle === undefined ? {} : { targetHandle }),
})

const loose: GraphDocument = graph(
  [
    node('image', 'Input'),
    node('conv1', 'Conv2d'),
    node('conv2', 'Conv2d'),
    node('conv3', 'Conv2d'),
    node('add1', 'Add'),
  ],
  [
    ['conv1', 'conv2'],
    ['conv2', 'conv3'],
  ],
)

describe('a wire is impossible', () => {
  const reason = (source: string, target: string, sourceHandle?: string, targetHandle?: string) =>
    whyNot(loose, registry, wire(source, target, sourceHandle, targetHandle))

  test('from a layer to itself', () => {
    expect(reason('conv1', 'conv1')).toBe('conv1 cannot be wired to itself.')
  })

  test('where it would make a cycle, which is named', () => {
    expect(reason('conv3', 'conv1')).toBe('This wire would make a cycle: conv1 → conv2 → conv3 → conv1.')
  })

  test('as the second wire of a port that takes one', () => {
    expect(reason('image', 'conv2')).toBe(
      'The port input of conv2 takes one wire, and conv1 is wired to it already.',
    )
  })

  test('where the same wire is there already', () => {
    expect(reason('conv1', 'conv2')).toBe('conv1 is wired to conv2 already.')
  })

  test('to and from ports and layers that are not there', () => {
    expect(reason('conv1', 'image')).toBe('image has no input.')
    expect(reason('conv1', 'add1', 'left')).toBe('conv1 has no output named left.')
    expect(reason('conv1', 'add1', undefined, 'left')).toBe('add1 has no input named left.')
    expect(reason('conv9', 'add1')).toBe('There is no layer named conv9.')
    expect(reason('conv1', 'conv9')).toBe('There is no layer named conv9.')
  })

  test('between ports of different kinds', () => {
    const conv = registry.get('Conv2d')!
    const labelled: Registry = new Map([
      ...registry,
      ['Input', { ...registry.get('Input')!, outputs: [{ name: 'label', kind: 'label', help: '' }] }],
      ['Conv2d', conv],
    ])
    expect(whyNot(loose, labelled, wire('image', 'conv1'))).toBe(
      'The port label of image gives a label, but input of conv1 takes a tensor.',
    )
  })

  test('but not where an input takes both kinds, and what takes neither says so', () => {
    const losing = graph(
      [node('image', 'Input'), node('entropy', 'CrossEntropyLoss'), node('mse', 'MSELoss')],
      [],
    )
    const whyNotFrom = (source: string, sourceHandle: string) =>
      whyNot(losing, registry, { source, sourceHandle, target: 'entropy', targetHandle: 'target' })
    expect(whyNotFrom('image', 'label')).toBeUndefined()
    expect(whyNotFrom('image', 'image')).toBeUndefined()
    expect(whyNotFrom('mse', 'loss')).toBe(
      'The port loss of mse gives a loss, but target of entropy takes a label or tensor.',
    )
  })

  test('and a long cycle is shortened in the middle', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `n${i}`)
    const long = graph(
      ids.map(id => node(id, 'ReLU')),
      ids.slice(1).map((id, i) => [ids[i]!, id] as const),
    )
    expect(whyNot(long, registry, wire('n11', 'n0'))).toBe(
      'This wire would make a cycle: n0 → n1 → n2 → … → n10 → n11 → n0.',
    )
  })
})

describe('drawing and moving wires', () => {
  test('a missing handle is the first port, and the id is the next that is free', () => {
    const command = connect(loose, registry, { source: 'image', sourceHandle: null, target: 'conv1' })
    expect(labelOf(command)).toBe('Connect image to conv1')
    expect(outcome(loose, command).edges.at(-1)).toEqual({
      id: 'e3',
      source: 'image',
      sourceHandle: 'image',
      target: 'conv1',
      targetHandle: 'input',
    })
  })

  test('a port that takes several wires takes them in the order of drawing', () => {
    const first = outcome(loose, connect(loose, registry, wire('conv3', 'add1')))
    const second = outcome(first, connect(first, registry, wire('image', 'add1')))
    expect(wiresOf(second).slice(2)).toEqual(['conv3 → add1', 'image → add1'])
    expect(refusalOf(connect(second, registry, wire('image', 'add1')))).toBe(
      'image is wired to add1 already.',
    )
  })

  test('an impossible wire is refused with its reason', () => {
    expect(refusalOf(connect(loose, registry, wire('conv3', 'conv3')))).toMatch(/itself/)
  })

  test('a wire that is moved keeps its id and its place, and does not stand in its own way', () => {
    const moved = outcome(loose, reconnect(loose, registry, 'e1', wire('image', 'conv2')))
    expect(wiresOf(moved)).toEqual(['image → conv2', 'conv2 → conv3'])
    expect(moved.edges[0]!.id).toBe('e1')
    expect(outcome(loose, reconnect(loose, registry, 'e1', wire('conv1', 'conv2')))).toBe(loose)
    expect(refusalOf(reconnect(loose, registry, 'e1', wire('conv3', 'conv2')))).toMatch(/cycle/)
    expect(refusalOf(reconnect(loose, registry, 'e9', wire('image', 'conv2')))).toMatch(/not there/)
  })

  test('wires are taken away', () => {
    const one = removeEdges(loose, ['e1'])
    expect(labelOf(one)).toBe('Disconnect conv1 from conv2')
    expect(wiresOf(outcome(loose, one))).toEqual(['conv2 → conv3'])
    const both = removeEdges(loose, ['e1', 'e2'])
    expect(labelOf(both)).toBe('Delete 2 wires')
    expect(outcome(loose, both).edges).toEqual([])
    expect(refusalOf(removeEdges(loose, ['e9']))).toBe('No wire is selected.')
  })
})
