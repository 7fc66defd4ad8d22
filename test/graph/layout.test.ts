import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { geometry, isPill } from '../../src/graph/geometry.ts'
import { arrangedPositions } from '../../src/graph/layout.ts'
import { chain, graph, input, node } from '../builders.ts'

const positionsOf = (document: GraphDocument) =>
  Object.fromEntries(arrangedPositions(document, registry).map((place, i) => [document.nodes[i]!.id, place]))

/** Cards that lie on each other, and wires that do not lead down. */
function faultsOf(document: GraphDocument): string[] {
  const places = positionsOf(document)
  const cards = document.nodes.filter(other => !isPill(registry.get(other.type)))
  const rows = new Map<number, { x: number; id: string }[]>()
  const faults: string[] = []
  for (const { id } of cards) {
    const { x, y } = places[id]!
    for (let row = Math.floor(y / 30) - 1; row <= Math.floor(y / 30) + 1; row++) {
      for (const other of rows.get(row) ?? []) {
        const isNear = Math.abs(places[other.id]!.y - y) < geometry.cardHeight
        if (isNear && Math.abs(other.x - x) < geometry.cardWidth) faults.push(`${id} lies on ${other.id}`)
      }
    }
    const row = Math.floor(y / 30)
    rows.set(row, [...(rows.get(row) ?? []), { x, id }])
  }
  for (const { source, target } of document.edges) {
    if (places[source]!.y >= places[target]!.y) faults.push(`${source} → ${target} leads up`)
  }
  return faults
}

/** A ladder of blocks with a skip around each, as in a residual network. */
function residual(blocks: number): GraphDocument {
  const nodes = [node('image', 'Input')]
  const wires: (readonly [string, string])[] = []
  let last = 'image'
  for (let i = 1; i <= blocks; i++) {
    nodes.push(node(`conv${i}`, 'Conv2d'), node(`relu${i}`, 'ReLU'), node(`add${i}`, 'Add'))
    wires.push([last, `conv${i}`], [`conv${i}`, `relu${i}`], [`relu${i}`, `add${i}`], [last, `add${i}`])
    last = `add${i}`
  }
  return graph(nodes, wires)
}

describe('automatic layout', () => {
  test('makes a column of a chain, activations on the wire', () => {
    expect(
      positionsOf(chain(input(1, 28, 28), ['Conv2d'], ['ReLU'], ['Sigmoid'], ['Conv2d'], ['Conv2d'])),
    ).toEqual({
      image: { x: 0, y: 0 },
      conv1: { x: 0, y: 50 },
      relu1: { x: 0, y: 81 },
      sigmoid1: { x: 0, y: 101 },
      conv2: { x: 0, y: 120 },
      conv3: { x: 0, y: 170 },
    })
  })

  test('puts parts that do not hang together side by side', () => {
    const document = graph(
      [node('a', 'Input'), node('b', 'Conv2d'), node('c', 'Input'), node('d', 'Conv2d')],
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    )
    expect(positionsOf(document)).toEqual({
      a: { x: 0, y: 0 },
      b: { x: 0, y: 50 },
      c: { x: 640, y: 0 },
      d: { x: 640, y: 50 },
    })
  })

  test('puts branches side by side, none on the other', () => {
    const document = graph(
      [
        node('image', 'Input'),
        node('a', 'Conv2d'),
        node('b', 'Conv2d'),
        node('r', 'ReLU'),
        node('concat', 'Concat'),
      ],
      [
        ['image', 'a'],
        ['image', 'b'],
        ['b', 'r'],
        ['a', 'concat'],
        ['r', 'concat'],
      ],
    )
    const places = positionsOf(document)
    expect(places.a!.y).toBe(places.b!.y)
    expect(Math.abs(places.a!.x - places.b!.x)).toBeGreaterThanOrEqual(geometry.cardWidth)
    expect(places.r).toEqual({ x: places.b!.x, y: places.b!.y + geometry.pillOffset })
    expect(places.concat!.y).toBe(places.a!.y + geometry.pitch)
    expect(faultsOf(document)).toEqual([])
  })

  test.each([1, 5, 60, 300, 3000])('of a residual network of %i blocks has no card on another', blocks => {
    expect(faultsOf(residual(blocks))).toEqual([])
  })

  test('of an empty document is empty', () => {
    expect(arrangedPositions({ nodes: [], edges: [] }, registry)).toEqual([])
  })
})
