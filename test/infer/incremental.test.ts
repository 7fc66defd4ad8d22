import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { GraphDocument, GraphEdge, GraphNode } from '../../src/graph/document.ts'
import type { Inference } from '../../src/infer/inference.ts'
import { graph, infer, layer } from './graphs.ts'

const small = fc.integer({ min: 1, max: 4 })

/** Layers with parameters that fit sometimes and break sometimes. */
const content = fc.oneof(
  fc.record({ type: fc.constant('Input'), params: fc.constant({ shape: [4, 8, 8] }) }),
  fc.record({
    type: fc.constantFrom('Conv2d', 'ConvTranspose2d'),
    params: fc.record({
      outChannels: small,
      kernelSize: small,
      stride: small,
      groups: fc.constantFrom(1, 2),
    }),
  }),
  fc.record({ type: fc.constantFrom('ReLU', 'Sigmoid', 'Flatten', 'Add'), params: fc.constant({}) }),
  fc.record({ type: fc.constant('Linear'), params: fc.record({ outFeatures: small }) }),
  fc.record({
    type: fc.constant('Unflatten'),
    params: fc.record({ unflattenedSize: fc.tuple(fc.constant(-1), small, small) }),
  }),
  fc.record({
    type: fc.constant('Upsample'),
    params: fc.record({ scaleFactor: fc.constantFrom(2, 0.1, 1.5) }),
  }),
  fc.record({ type: fc.constant('Concat'), params: fc.record({ dim: fc.constantFrom(1, -1, 4) }) }),
)

const place = fc.nat({ max: 30 })

const edits = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), at: place, content }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wire' as const), at: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), at: place, content }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reverse' as const) }) },
)

type Edit = typeof edits extends fc.Arbitrary<infer E> ? E : never

/** Wires lead from earlier nodes of the list to later ones, so that there is never a cycle. */
function apply(document: GraphDocument, edit: Edit, step: number): GraphDocument {
  const { nodes, edges } = document
  const at = 'at' in edit ? edit.at % Math.max(1, nodes.length) : 0
  const node = nodes[at]
  switch (edit.kind) {
    case 'add':
      return { ...document, nodes: [...nodes, { id: `n${step}`, ...edit.content, position: { x: 0, y: 0 } }] }
    case 'reverse':
      return { ...document, edges: edges.toReversed() }
    case 'cut':
      return { ...document, edges: edges.toSpliced(edit.at % Math.max(1, edges.length), 1) }
    case 'remove':
      return {
        ...document,
        nodes: nodes.toSpliced(at, 1),
        edges: edges.filter(edge => edge.source !== node?.id && edge.target !== node?.id),
      }
    case 'rename': {
      if (!node) return document
      const id = `r${step}`
      const named = (other: string) => (other === node.id ? id : other)
      return {
        ...document,
        nodes: nodes.with(at, { ...node, id }),
        edges: edges.map(edge => ({ ...edge, source: named(edge.source), target: named(edge.target) })),
      }
    }
    case 'change':
      return node && node.type === edit.content.type
        ? { ...document, nodes: nodes.with(at, { ...node, params: edit.content.params }) }
        : document
    case 'wire': {
      const to = edit.to % Math.max(1, nodes.length)
      const [source, target] = [nodes[Math.min(at, to)], nodes[Math.max(at, to)]]
      if (!source || !target || at === to || target.type === 'Input') return document
      return { ...document, edges: [...withRoom(edges, target), wireFrom(source, target, step)] }
    }
  }
}

/** One wire only into a port that takes one. */
const withRoom = (edges: readonly GraphEdge[], target: GraphNode): readonly GraphEdge[] =>
  registry.get(target.type)!.inputs[0]!.multiple ? edges : edges.filter(edge => edge.target !== target.id)

const wireFrom = (source: GraphNode, target: GraphNode, step: number): GraphEdge => ({
  id: `w${step}`,
  source: source.id,
  sourceHandle: registry.get(source.type)!.outputs[0]!.name,
  target: target.id,
  targetHandle: 'input',
})

/** All that an inference says, without the definitions and how it came about. */
const saidBy = ({ nodes, totals, topology }: Inference) => ({
  totals,
  order: topology.order,
  nodes: nodes.map(({ definition, ...rest }) => ({ type: definition.type, ...rest })),
})

test('after any edits, what was kept and what was computed anew agree with a fresh inference', () => {
  const start = graph(
    layer('image', 'Input', { shape: [4, 8, 8] }),
    layer('conv1', 'Conv2d', { outChannels: 2, kernelSize: 3 }),
    layer('relu1', 'ReLU'),
    layer('conv2', 'Conv2d', { outChannels: 2, kernelSize: 3 }),
    layer('sum', 'Add', {}, ['relu1', 'conv2']),
    layer('flatten1', 'Flatten'),
    layer('linear1', 'Linear', { outFeatures: 4 }),
  )
  fc.assert(
    fc.property(fc.array(edits, { minLength: 1, maxLength: 25 }), list => {
      let document = start
      let inference = infer(document)
      list.forEach((edit, step) => {
        document = apply(document, edit, step)
        inference = infer(document, inference)
        expect(saidBy(inference)).toEqual(saidBy(infer(document)))
      })
    }),
    { numRuns: 150, seed: 20261123 },
  )
})
