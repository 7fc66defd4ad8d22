import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { codeSource, withCodeSize } from '../../src/analyze/codeSize.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input } from '../builders.ts'

const [encoder, decoder] = [{ group: 'encoder' }, { group: 'decoder' }]

const infer = (document: GraphDocument) => inferGraph(document, registry)

function open(name: string) {
  const loaded = loadDocument(templateNamed(name)!.text, registry)
  if (!('document' in loaded)) throw new Error(`${name} cannot be read.`)
  return infer(loaded.document)
}

function changed(inference: ReturnType<typeof infer>, dims: number) {
  const result = withCodeSize(inference, registry, dims)
  if ('refusal' in result) throw new Error(result.refusal)
  return result
}

describe('the size of the code', () => {
  test('is outChannels of the last convolution of the reference autoencoder', () => {
    const reference = open('reference-autoencoder')
    expect(codeSource(reference)).toEqual({ node: 'conv5', param: 'outChannels', dims: 8, each: 1 })
    const { document, inference } = changed(reference, 2)
    expect(document.nodes.find(({ id }) => id === 'conv5')!.params).toEqual({ outChannels: 2, kernelSize: 4 })
    expect(inference.totals.problems).toBe(0)
    expect(inference.totals.parameters).toBeLessThan(reference.totals.parameters)
    expect(changed(reference, 8).document).toBe(reference.document)
  })

  test('is outFeatures of the Linear of the linear autoencoder', () => {
    const linear = open('linear-autoencoder')
    expect(codeSource(linear)).toMatchObject({ node: 'linear1', param: 'outFeatures', each: 1 })
    expect(changed(linear, 32).document.nodes.find(({ id }) => id === 'linear1')!.params).toEqual({
      outFeatures: 32,
    })
  })

  test('counts an image by its area, through layers that keep the channels', () => {
    const inference = infer(
      chain(
        input(1, 8, 8),
        ['Conv2d', { outChannels: 3, kernelSize: 4, stride: 4 }, encoder],
        ['ReLU', {}, encoder],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 4, stride: 4 }, decoder],
      ),
    )
    expect(codeSource(inference)).toEqual({ node: 'conv1', param: 'outChannels', dims: 12, each: 4 })
    expect(changed(inference, 8).document.nodes[1]!.params.outChannels).toBe(2)
    expect(withCodeSize(inference, registry, 6)).toEqual({
      refusal: "The code has 4 numbers for each of conv1's outChannels, so 6 are not to be had; 4 or 8 are.",
    })
    expect(withCodeSize(inference, registry, 2)).toEqual({
      refusal: "The code has 4 numbers for each of conv1's outChannels, so 2 are not to be had; 4 are.",
    })
    expect(withCodeSize(inference, registry, 0)).toHaveProperty('refusal')
  })

  test('cannot be set without a code, or where no parameter makes it', () => {
    expect(codeSource(infer(chain(input(1, 8, 8), ['ReLU'])))).toEqual({
      refusal: expect.stringContaining('has no code'),
    })
    const pooled = infer(
      chain(
        input(1, 8, 8),
        ['MaxPool2d', { kernelSize: 4 }, encoder],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 4, stride: 4 }, decoder],
      ),
    )
    expect(codeSource(pooled)).toEqual({ refusal: expect.stringContaining('follows no single parameter') })
  })

  test('cannot be set where the decoder does not take another', () => {
    const fixed = infer(
      chain(
        input(1, 4, 4),
        ['Flatten', {}, encoder],
        ['Linear', { outFeatures: 8 }, encoder],
        ['Unflatten', { unflattenedSize: [8, 1, 1] }, decoder],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 4 }, decoder],
      ),
    )
    const refused = withCodeSize(fixed, registry, 2)
    expect(refused).toEqual({
      refusal: expect.stringMatching(/^With 2 numbers in the code .*: unflatten1: /),
    })
    expect(withCodeSize(fixed, registry, 8)).toMatchObject({ document: fixed.document })
  })
})
