import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { checkGraph } from '../../src/analyze/check.ts'
import { rowsOf } from '../../src/analyze/field.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import { extentOf, reachOf } from '../../src/analyze/receptive.ts'
import { analyzeRounding } from '../../src/analyze/rounding.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input } from '../builders.ts'

const reference = JSON.parse(
  readFileSync(new URL('../../templates/reference-autoencoder.json', import.meta.url), 'utf8'),
) as GraphDocument

const golden = JSON.parse(
  readFileSync(new URL('../golden/artifacts/overlap.json', import.meta.url), 'utf8'),
) as {
  cases: readonly { name: string; map: readonly (readonly number[])[]; tileUnevenness: number | null }[]
}

const inference = inferGraph(reference, registry)

describe('the reference autoencoder', () => {
  const { layers, forward, gradient } = analyzeOverlap(inference)

  test('deconv2 paints unevenly by itself, and deconv3 evens it out', () => {
    const uneven = layers.filter(layer => layer.kind === 'forward' && layer.unevenness > 0)
    expect(uneven.map(layer => [layer.id, layer.period])).toEqual([['deconv2', [2, 2]]])
    expect(uneven[0]!.unevenness).toBeCloseTo(4 / 3, 6)
    expect([forward!.from, forward!.to, forward!.unevenness]).toEqual(['conv5', 'deconv5', 0])
  })

  test('the map of the whole decoder on its own code is the one that PyTorch counts', () => {
    const expected = golden.cases.find(c => c.name === 'the reference decoder on its 1x1 latent')!
    expect(rowsOf(forward!.map)).toEqual(expected.map)
  })

  test('the gradient of the whole encoder is the one that PyTorch counts', () => {
    const expected = golden.cases.find(c => c.name === 'the reference encoder on 28x28')!
    expect(rowsOf(gradient!.map)).toEqual(expected.map)
    expect([gradient!.from, gradient!.to]).toEqual(['image', 'conv5'])
    expect(
      layers.filter(layer => layer.kind === 'gradient' && layer.unevenness > 0).map(layer => layer.id),
    ).toEqual(['conv4'])
  })

  test('no row is lost, and 20 and 21 both give 9', () => {
    const rounding = analyzeRounding(inference)
    expect(rounding.map(({ id, lost, collapsing }) => [id, lost, collapsing[0]])).toEqual([
      ['conv3', [0, 0], [20, 21]],
      ['conv4', [0, 0], [9, 10]],
    ])
  })

  test('a pixel behind conv3 sees 12×12 pixels of the image', () => {
    const { before, behind } = reachOf(inference, 'conv3', 4, 4)!
    const image = inference.topology.index.get('image')!
    const output = inference.topology.index.get('deconv5')!
    expect(extentOf(before.get(image)!)).toEqual({ box: [8, 20, 8, 20], pixels: 144, ways: 25 * 25 * 16 })
    expect(extentOf(behind.get(output)!).box).toEqual([0, 28, 0, 28])
    expect(reachOf(inference, 'conv3', 9, 0)).toBeUndefined()
  })
})

describe('the findings of check', () => {
  test('name uneven layers with what would help, and what the strides lose', () => {
    const shrunk = {
      ...reference,
      nodes: reference.nodes.map(node =>
        node.id === 'image' ? { ...node, params: { shape: [1, 29, 28] } } : node,
      ),
    }
    const findings = checkGraph(inferGraph(shrunk, registry))
    expect(findings.nodes.find(node => node.id === 'deconv2')).toEqual({
      id: 'deconv2',
      type: 'ConvTranspose2d',
      kind: 'forward',
      unevenness: expect.closeTo(4 / 3, 6),
      period: [2, 2],
    })
    expect(findings.rounding).toEqual([
      { id: 'conv3', lost: [1, 0] },
      { id: 'conv4', lost: [0, 0] },
    ])
    expect(findings.suggestions.map(({ id, change }) => `${id}: ${change}`)).toEqual([
      'conv4: Kernel 4, a multiple of stride 2',
      'deconv2: Kernel 4, a multiple of stride 2',
      'deconv2: Upsample and Conv2d in its place',
      "deconv2: Conv2d with kernel 2 and padding 'same' behind it",
      'conv3: outputPadding 1×0 in the layer that brings its size back',
    ])
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings)
  })

  test('are empty for a model without strides', () => {
    const plain = checkGraph(inferGraph(chain(input(1, 8, 8), ['Conv2d', {}], ['ReLU']), registry))
    expect(plain).toEqual({
      nodes: [],
      composed: { forward: null, gradient: null },
      rounding: [],
      suggestions: [],
    })
  })
})
