import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { bracketsOf } from '../../src/editor/canvas/brackets.ts'
import { pictureOf } from '../../src/editor/canvas/picture.ts'
import { rolesOf } from '../../src/editor/canvas/roles.ts'
import type { GraphDocument, Position } from '../../src/graph/document.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import reference from '../../templates/reference-autoencoder.json'
import { chain, input, node } from '../builders.ts'

const autoencoder = reference as unknown as GraphDocument
const infer = (document: GraphDocument) => inferGraph(document, registry)
const still: ReadonlyMap<string, Position> = new Map()
const draw = (document: GraphDocument, moved = still) => {
  const picture = pictureOf(infer(document), moved, 560)
  const rungs = picture.drawings.flatMap(drawing => drawing.rungs)
  const silhouettes = picture.drawings.flatMap(drawing => drawing.silhouettes)
  return { ...picture, rungs, silhouettes }
}

const withParams = (document: GraphDocument, id: string, params: object): GraphDocument => ({
  ...document,
  nodes: document.nodes.map(other =>
    other.id === id ? { ...other, params: { ...other.params, ...params } } : other,
  ),
})

describe('the reference autoencoder as a picture', () => {
  test('is one column whose bars are 20 px per pixel of side', () => {
    const { columns, rungs, silhouettes } = draw(autoencoder)
    expect(columns).toHaveLength(1)
    expect(silhouettes).toHaveLength(1)
    expect(rungs.map(rung => Math.round(rung.width))).toEqual([
      560, 480, 400, 180, 80, 20, 80, 180, 400, 480, 560,
    ])
    expect(rungs.map(rung => rung.label)).toContain('8×1×1')
    expect(rungs.map(rung => rung.y).slice(0, 3)).toEqual([40, 90, 140])
  })

  test('has the roles of its tensors, the Input with the encoder, and the code by itself', () => {
    const roles = rolesOf(infer(autoencoder))
    const roleOf = (id: string) => roles[autoencoder.nodes.findIndex(other => other.id === id)]
    expect(['image', 'conv1', 'relu4', 'conv5', 'deconv1', 'deconv5'].map(roleOf)).toEqual([
      'encoder',
      'encoder',
      'encoder',
      'code',
      'decoder',
      'decoder',
    ])
  })

  test('says what each half holds', () => {
    const brackets = bracketsOf(infer(autoencoder), draw(autoencoder))
    expect(brackets.map(({ name, lines }) => [name, ...lines])).toEqual([
      ['encoder', '56,232 parameters', '12.2 M MACs'],
      ['decoder', '56,225 parameters', '12.2 M MACs'],
    ])
    expect(brackets[0]).toMatchObject({ x: -294, top: 50, bottom: 280 })
  })
})

describe('a problem in the picture', () => {
  const broken = withParams(autoencoder, 'conv2', { stride: 2 })

  test('ends the silhouette in front of it, and its size has no bar', () => {
    const { rungs, silhouettes, faults } = draw(broken)
    expect(silhouettes).toHaveLength(1)
    expect(rungs.map(rung => rung.label)).toEqual(['1×28×28', '32×24×24', '32×10×10', '32×4×4', '32×1×1'])
    expect(rungs.at(-1)).toMatchObject({ width: 0, state: 'problem' })
    expect([...faults]).toEqual(['relu4'])
  })

  test('marks the wires on both sides of the activation, and what lies behind waits', () => {
    const { wires } = draw(broken)
    const states = ['e7', 'e8', 'e9', 'e10', 'e11'].map(id => wires.get(id)!.state)
    expect(states).toEqual(['ready', 'problem', 'problem', 'waiting', 'waiting'])
  })

  test('is told by the groups', () => {
    const lines = bracketsOf(infer(broken), draw(broken)).map(bracket => bracket.lines)
    expect(lines[0]![1]).toBe('3.3 M MACs so far')
    expect(lines[1]).toEqual(['waiting for conv5', '5 layers'])
  })
})

describe('a column', () => {
  test('ends where a card is dragged away, and its wires run freely with their sizes', () => {
    const { columns, wires } = draw(autoencoder, new Map([['conv3', { x: 500, y: 160 }]]))
    expect(columns.map(column => column.cards)).toEqual([
      ['image', 'conv1', 'conv2'],
      ['conv4', 'conv5', 'deconv1', 'deconv2', 'deconv3', 'deconv4', 'deconv5'],
    ])
    expect(wires.get('e5')).toMatchObject({ size: '32×20×20', label: { anchor: 'middle' } })
    expect(wires.get('e3')!.label).toBeUndefined()
  })

  test('keeps cards that stand a little beside it', () => {
    const near = draw(autoencoder, new Map([['conv3', { x: 24, y: 150 }]]))
    expect(near.columns).toHaveLength(1)
    const far = draw(autoencoder, new Map([['conv3', { x: 25, y: 150 }]]))
    expect(far.columns.length).toBeGreaterThan(1)
  })

  test('needs three cards', () => {
    expect(draw(chain(input(1, 28, 28), ['Conv2d'])).columns).toHaveLength(0)
    expect(draw(chain(input(1, 28, 28), ['Conv2d'], ['Conv2d'])).columns).toHaveLength(1)
  })

  test('goes on beside a skip, which runs in a lane outside the silhouette', () => {
    const base = chain(
      input(4, 16, 16),
      ['Conv2d', { outChannels: 4, padding: 1 }],
      ['Conv2d', { outChannels: 4, padding: 1 }],
    )
    const add = { ...node('add1', 'Add'), position: { x: 0, y: 150 } }
    const into = {
      target: 'add1',
      targetHandle: registry.get('Add')!.inputs[0]!.name,
      sourceHandle: 'output',
    }
    const document: GraphDocument = {
      ...base,
      nodes: [...base.nodes, add],
      edges: [
        ...base.edges,
        { id: 'main', source: 'conv2', ...into },
        { id: 'skip', source: 'conv1', ...into },
      ],
    }
    const { columns, wires, lanes } = draw(document)
    expect(columns[0]!.cards).toEqual(['image', 'conv1', 'conv2', 'add1'])
    expect(wires.get('skip')!.label!.x).toBeLessThan(-280)
    expect(lanes[0]).toBeGreaterThan(0)
  })
})
