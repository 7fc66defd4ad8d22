import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { sizeGap } from '../../src/analyze/sizeGap.ts'
import { sizeFixesOf } from '../../src/editor/artifacts/sizeFixes.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = (loaded as { document: GraphDocument }).document
const [encoder, decoder] = [{ group: 'encoder' }, { group: 'decoder' }]
const groups = ['encoder', 'decoder'].map(id => ({ id, name: id }))

describe('an output that is smaller than the image', () => {
  const lossy = inferGraph(
    {
      ...chain(
        input(1, 28, 28),
        ['Conv2d', { outChannels: 4, stride: 2 }, encoder],
        ['ConvTranspose2d', { outChannels: 1, stride: 2 }, decoder],
      ),
      groups,
    },
    registry,
  )

  test('is seen: 27 in place of 28', () => {
    expect(sizeGap(lossy)).toEqual({ image: [1, 28, 28], output: [1, 27, 27] })
  })

  test('is mended by output_padding first, which changes least', () => {
    const fixes = sizeFixesOf(lossy, registry)
    expect(fixes[0]).toEqual({
      label: 'Set deconv1 outputPadding to 1',
      changes: [{ id: 'deconv1', params: { outputPadding: 1 } }],
      outcome: "output 1×28×28, the input's size",
    })
    expect(fixes.length).toBeGreaterThan(1)
    expect(fixes.every(fix => fix.outcome === fixes[0]!.outcome)).toBe(true)
  })
})

test('a gap is mended further up where that changes less', () => {
  const deep = inferGraph(
    {
      ...chain(
        input(1, 30, 30),
        ['Conv2d', { outChannels: 4, stride: 2 }, encoder],
        ['Conv2d', { outChannels: 4, stride: 2 }, encoder],
        ['ConvTranspose2d', { outChannels: 4, stride: 2 }, decoder],
        ['ConvTranspose2d', { outChannels: 1, stride: 2 }, decoder],
      ),
      groups,
    },
    registry,
  )
  expect(sizeGap(deep)?.output).toEqual([1, 27, 27])
  for (const fix of sizeFixesOf(deep, registry)) expect(fix.outcome).toBe("output 1×30×30, the input's size")
})

test('sizes that agree, and models without a code, have no gap', () => {
  expect(sizeGap(inferGraph(reference, registry))).toBeUndefined()
  expect(sizeGap(inferGraph(chain(input(1, 8, 8), ['Conv2d']), registry))).toBeUndefined()
})
