import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { mirrorChain } from '../../src/analyze/mirror.ts'
import { appendMirror, replaceNode } from '../../src/commands/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { codeOf } from '../../src/infer/code.ts'
import { inferenceOf, inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input } from '../builders.ts'
import { labelOf, outcome, refusalOf, topsOf, wiresOf } from './history.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = (loaded as { document: GraphDocument }).document
const nodeIn = (document: GraphDocument, id: string) => document.nodes.find(other => other.id === id)
const shapeOf = (document: GraphDocument, id: string) => {
  const result = inferenceOf(inferGraph(document, registry), id)
  return result?.state === 'ready' ? result.outputs[0] : undefined
}

describe('a layer replaced by others', () => {
  const kernel4 = { outChannels: 32, kernelSize: 4, stride: 2, padding: 1, outputPadding: 1 }
  const upsampled = [
    { type: 'Upsample', params: { size: 9 } },
    { type: 'Conv2d', params: { outChannels: 32, padding: 'same' } },
  ]

  test('of its own type keeps its name, its place, its wires and its group', () => {
    const { ids, command } = replaceNode(
      reference,
      registry,
      'deconv2',
      [{ type: 'ConvTranspose2d', params: kernel4 }],
      'Give deconv2 kernel 4',
    )
    expect(ids).toEqual(['deconv2'])
    expect(labelOf(command)).toBe('Give deconv2 kernel 4')
    const done = outcome(reference, command)
    const { outChannels: _, ...stored } = kernel4
    expect(nodeIn(done, 'deconv2')).toEqual({ ...nodeIn(reference, 'deconv2'), params: stored })
    expect(done.edges).toEqual(reference.edges)
    expect(topsOf(done)).toEqual(topsOf(reference))
    expect(shapeOf(done, 'deconv2')).toEqual([32, 9, 9])
  })

  test('by two others leads its wires through both, and moves down what is below', () => {
    const { ids, command } = replaceNode(reference, registry, 'deconv2', upsampled, 'Resize')
    expect(ids).toEqual(['up1', 'conv6'])
    const done = outcome(reference, command)
    expect(wiresOf(done).filter(each => /up1|conv6/.test(each))).toEqual([
      'relu5 → up1',
      'up1 → conv6',
      'conv6 → relu6',
    ])
    expect(nodeIn(done, 'deconv2')).toBeUndefined()
    expect(done.nodes.filter(node => ids.includes(node.id)).map(node => node.group)).toEqual([
      'decoder',
      'decoder',
    ])
    const [before, now] = [topsOf(reference), topsOf(done)]
    expect(now.up1).toBe(before.deconv2)
    expect(now.conv6).toBe(before.deconv2! + 50)
    expect(now.relu6).toBe(before.relu6! + 50)
    expect(now.deconv5).toBe(before.deconv5! + 50)
    expect(now.deconv1).toBe(before.deconv1)
    expect(shapeOf(done, 'deconv5')).toEqual([1, 28, 28])
  })

  test('keeps its name where it stays as the first of several', () => {
    const own = nodeIn(reference, 'deconv2')!
    const { ids, command } = replaceNode(
      reference,
      registry,
      'deconv2',
      [
        { type: 'ConvTranspose2d', params: own.params },
        { type: 'Conv2d', params: { outChannels: 32, kernelSize: 2, padding: 'same' } },
      ],
      'Add a layer',
    )
    expect(ids).toEqual(['deconv2', 'conv6'])
    expect(wiresOf(outcome(reference, command))).toContain('conv6 → relu6')
  })

  test('keeps its place in a PyTorch module with its name', () => {
    const named = {
      ...reference,
      nodes: reference.nodes.map(node => (node.id === 'deconv2' ? { ...node, module: 'decoder.2' } : node)),
    }
    const layers = [{ type: 'ConvTranspose2d', params: kernel4 }]
    const done = outcome(named, replaceNode(named, registry, 'deconv2', layers, 'x').command)
    expect(nodeIn(done, 'deconv2')?.module).toBe('decoder.2')
    const resized = outcome(named, replaceNode(named, registry, 'deconv2', upsampled, 'x').command)
    expect(resized.nodes.some(node => node.module !== undefined)).toBe(false)
  })

  test('is refused where it is not there, and with layers that do not exist', () => {
    const refusal = (id: string, layers: Parameters<typeof replaceNode>[3]) =>
      refusalOf(replaceNode(reference, registry, id, layers, 'x').command)
    expect(refusal('conv9', upsampled)).toBe('There is no layer named conv9.')
    expect(refusal('conv1', [])).toBe('Nothing is there to take the place of conv1.')
    expect(refusal('conv1', [{ type: 'Conv', params: {} }])).toMatch(/^Conv is not a layer type/)
    expect(refusal('conv1', [{ type: 'Conv2d', params: { kernelSize: 0 } }])).toMatch(
      /^kernelSize of conv1 must be/,
    )
  })
})

describe('a mirrored decoder', () => {
  const encoder = chain(
    input(1, 28, 28),
    ['Conv2d', { outChannels: 8, stride: 2 }],
    ['ReLU'],
    ['Conv2d', { outChannels: 16, stride: 2 }],
  )
  const ids = ['conv1', 'relu1', 'conv2']
  const layersOf = (document: GraphDocument, chosen: readonly string[]) => {
    const mirror = mirrorChain(inferGraph(document, registry), chosen, 'transposed', registry)
    if ('why' in mirror) throw new Error(mirror.why)
    return mirror.layers
  }

  test('hangs below the layers that it mirrors, brings the size back, and makes the code', () => {
    const { ids: added, command } = appendMirror(encoder, registry, ids, layersOf(encoder, ids))
    expect(labelOf(command)).toBe('Mirror 3 layers as decoder')
    expect(added).toEqual(['deconv1', 'relu2', 'deconv2'])
    const done = outcome(encoder, command)
    expect(wiresOf(done).slice(-3)).toEqual(['conv2 → deconv1', 'deconv1 → relu2', 'relu2 → deconv2'])
    expect(done.nodes.map(node => node.group)).toEqual([
      undefined,
      ...['encoder', 'encoder', 'encoder'],
      ...['decoder', 'decoder', 'decoder'],
    ])
    expect(shapeOf(done, 'deconv2')).toEqual([1, 28, 28])
    const inference = inferGraph(done, registry)
    expect(done.nodes[codeOf(inference)!]!.id).toBe('conv2')
    const top = nodeIn(done, 'conv2')!.position.y
    expect(topsOf(done)).toMatchObject({ deconv1: top + 50, relu2: top + 81, deconv2: top + 100 })
  })

  test('takes the place of what follows, when asked to', () => {
    const chosen = reference.nodes.filter(node => node.group === 'encoder').map(node => node.id)
    const layers = layersOf(reference, chosen)
    expect(refusalOf(appendMirror(reference, registry, chosen, layers).command)).toBe(
      'conv5 leads to deconv1 already; delete what follows it to mirror the layers before.',
    )
    const { command } = appendMirror(reference, registry, chosen, layers, { replaces: true })
    const done = outcome(reference, command)
    expect(done.nodes.length).toBe(reference.nodes.length)
    expect(done.groups).toEqual(reference.groups)
    expect(shapeOf(done, done.nodes.at(-1)!.id)).toEqual([1, 28, 28])
  })

  test('leaves the groups of others alone, and joins the group that its layers share', () => {
    const grouped = {
      ...encoder,
      groups: [{ id: 'body', name: 'body' }],
      nodes: encoder.nodes.map(node => (node.id === 'image' ? node : { ...node, group: 'body' })),
    }
    const done = outcome(grouped, appendMirror(grouped, registry, ids, layersOf(grouped, ids)).command)
    expect(done.groups).toEqual(grouped.groups)
    expect(new Set(done.nodes.slice(1).map(node => node.group))).toEqual(new Set(['body']))
  })

  test('is refused where the layers have no one end', () => {
    expect(refusalOf(appendMirror(encoder, registry, [], []).command)).toBe(
      'A mirror needs one chain of layers, with one end.',
    )
  })
})
