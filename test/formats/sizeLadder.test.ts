import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { ladderOf, printSizeLadder } from '../../src/formats/sizeLadder.ts'
import { escapeXml } from '../../src/formats/xml.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input, planOf } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = (loaded as { document: GraphDocument }).document
const [encoder, decoder] = [{ group: 'encoder' }, { group: 'decoder' }]

describe('the size ladder of the reference autoencoder', () => {
  const plan = planOf(reference)
  const { encoder: down, decoder: up, mismatch } = ladderOf(plan)

  test('has a rung for each size, with the activations on their layer', () => {
    expect(down.rungs.map(({ shape }) => shape.join('×'))).toEqual([
      '1×28×28',
      '32×24×24',
      '32×20×20',
      '32×9×9',
      '32×4×4',
      '8×1×1',
    ])
    expect(down.operations.map(each => each.text)).toEqual([
      'Conv2d 1→32, k 5, ReLU',
      'Conv2d 32→32, k 5, ReLU',
      'Conv2d 32→32, k 4, s 2, ReLU',
      'Conv2d 32→32, k 3, s 2, ReLU',
      'Conv2d 32→8, k 4',
    ])
    expect(up!.operations.map(each => each.parameters)).toEqual([4128, 9248, 16416, 25632, 801])
  })

  test('matches in every pair, and says so', () => {
    expect(mismatch).toBeUndefined()
    const svg = printSizeLadder(plan)
    expect(svg.match(/>same</g)).toHaveLength(5)
    expect(svg).toContain('Every pair matches: the decoder undoes each size of the encoder.')
    expect(svg).toContain('112,457 parameters')
    expect(svg).toContain('24,358,912 multiply-accumulates')
  })
})

test('names the first pair from the code that does not match', () => {
  const plan = planOf({
    ...chain(
      input(1, 28, 28),
      ['Conv2d', { outChannels: 4, kernelSize: 3, stride: 2 }, encoder],
      ['Conv2d', { outChannels: 8, kernelSize: 3, stride: 2 }, encoder],
      ['ConvTranspose2d', { outChannels: 4, kernelSize: 3, stride: 2 }, decoder],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 2 }, decoder],
    ),
    groups: [
      { id: 'encoder', name: 'encoder' },
      { id: 'decoder', name: 'decoder' },
    ],
  })
  expect(ladderOf(plan).mismatch).toMatchObject({
    encoder: { node: 'image', shape: [1, 28, 28] },
    decoder: { node: 'deconv2', shape: [1, 27, 27] },
  })
  expect(printSizeLadder(plan)).toContain(
    'the encoder has 1×28×28 behind image, the decoder makes 1×27×27 with deconv2.',
  )
  expect(printSizeLadder(plan)).toContain('>differs<')
})

test('a network without a code is one column', () => {
  const svg = printSizeLadder(
    planOf(chain(input(1, 8, 8), ['Conv2d'], ['Flatten'], ['Linear', { outFeatures: 10 }])),
  )
  expect(svg).toContain('>network<')
  expect(svg).toContain('Linear 1152→10')
  expect(svg).not.toContain('the code')
})

test('names with a meaning in XML are written as text', () => {
  const svg = printSizeLadder(planOf({ ...reference, name: '<script>alert("&")</script>\u0001' }))
  expect(svg).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;')
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('\u0001')
  expect(escapeXml('a < b')).toBe('a &lt; b')
})
