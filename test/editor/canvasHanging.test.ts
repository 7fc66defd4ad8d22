import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { actsWhileTyping } from '../../src/editor/actions/keys.ts'
import { hangingBelow, withHanging } from '../../src/editor/canvas/hanging.ts'
import { gripOf } from '../../src/editor/canvas/wirePath.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { templateNamed } from '../../templates/index.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
if ('faults' in loaded) throw new Error('The template cannot be read.')
const { document } = loaded
const moved = (id: string, dx: number, dy: number) => ({
  ...document,
  nodes: document.nodes.map(node =>
    node.id === id ? { ...node, position: { x: node.position.x + dx, y: node.position.y + dy } } : node,
  ),
})

test('the activation right below a card hangs on it', () => {
  expect(hangingBelow(document, registry, 'conv2')).toEqual(['relu2'])
  expect(hangingBelow(document, registry, 'conv5')).toEqual([])
  expect(hangingBelow(document, registry, 'relu2')).toEqual([])
})

test('an activation that was dragged away hangs no more, be it aside or down', () => {
  expect(hangingBelow(moved('relu2', 40, 0), registry, 'conv2')).toEqual([])
  expect(hangingBelow(moved('relu2', 0, 20), registry, 'conv2')).toEqual([])
  expect(hangingBelow(moved('relu2', 3, 1), registry, 'conv2')).toEqual(['relu2'])
})

test('activations in a row hang on each other, as far as they are stacked', () => {
  const second = { ...document.nodes.find(node => node.id === 'relu2')!, id: 'relu2b' }
  const at = (y: number) => ({
    ...document,
    nodes: [...document.nodes, { ...second, position: { x: 0, y } }],
    edges: [
      ...document.edges.filter(edge => edge.source !== 'relu2'),
      { id: 'x', source: 'relu2', sourceHandle: 'output', target: 'relu2b', targetHandle: 'input' },
    ],
  })
  expect(hangingBelow(at(151), registry, 'conv2')).toEqual(['relu2', 'relu2b'])
  expect(hangingBelow(at(300), registry, 'conv2')).toEqual(['relu2'])
})

test('what hangs on a card moves by as much as the card, unless it is moved itself', () => {
  const conv2 = { id: 'conv2', position: { x: 300, y: 90 } }
  expect(withHanging(document, registry, [conv2])).toEqual([
    conv2,
    { id: 'relu2', position: { x: 300, y: 121 } },
  ])
  const both = [conv2, { id: 'relu2', position: { x: 5, y: 5 } }]
  expect(withHanging(document, registry, both)).toEqual(both)
})

test('a wire beside an activation is taken hold of over half the activation, on both sides of it', () => {
  const node = (y: number, height: number, isPill: boolean) => ({
    ...{ id: 'x', x: 10, width: isPill ? 40 : 352, isPill },
    ...{ y, height },
  })
  expect(gripOf(node(0, 30, false), node(31, 18, true))).toBe('M 10 30 L 10 40')
  expect(gripOf(node(31, 18, true), node(50, 30, false))).toBe('M 10 40 L 10 50')
  expect(gripOf(node(31, 18, true), node(51, 18, true))).toBe('M 10 40 L 10 60')
  expect(gripOf(node(0, 30, false), node(50, 30, false))).toBeUndefined()
  expect(gripOf(node(31, 18, true), node(90, 30, false))).toBeUndefined()
})

test('Ctrl A belongs to the field that one types in; Ctrl K and F6 act from there as well', () => {
  expect(['Mod+A', 'Mod+K', 'F6', 'Shift+F8', 'A', '/'].filter(actsWhileTyping)).toEqual([
    'Mod+K',
    'F6',
    'Shift+F8',
  ])
})
