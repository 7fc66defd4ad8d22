import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { runCommand, startHistory } from '../../src/commands/history.ts'
import { setParams } from '../../src/commands/index.ts'
import { spokenName } from '../../src/editor/canvas/cardContent.ts'
import { readValue, stepValue } from '../../src/editor/canvas/paramText.ts'
import { contentOf, pictureOf } from '../../src/editor/canvas/picture.ts'
import { rank } from '../../src/editor/canvas/rank.ts'
import { createView } from '../../src/editor/canvas/view.ts'
import { wireAt } from '../../src/editor/canvas/wireAt.ts'
import type { GraphDocument, Position } from '../../src/graph/document.ts'
import { type Inference, inferenceOf, inferGraph } from '../../src/infer/inference.ts'
import reference from '../../templates/reference-autoencoder.json'
import { chain, input } from '../builders.ts'

const autoencoder = reference as unknown as GraphDocument
const first = inferGraph(autoencoder, registry)
const still: ReadonlyMap<string, Position> = new Map()
const change = (id: string, params: Readonly<Record<string, unknown>>): Inference => {
  const command = setParams(autoencoder, registry, id, params)
  if ('refused' in command) throw new Error(command.refused)
  return inferGraph(runCommand(startHistory(autoencoder), command, 0).document, registry, first)
}
const contentIn = (inference: Inference, id: string) => contentOf(inference, inferenceOf(inference, id)!)

describe('the view that React Flow gets', () => {
  test('keeps every node and wire that did not change as the same object', () => {
    const derive = createView()
    const before = derive(first, pictureOf(first, still, 560), [], [])
    const again = derive(first, pictureOf(first, new Map(), 560), [], [])
    expect(again.nodes).toBe(before.nodes)
    expect(again.edges).toBe(before.edges)
  })

  test('makes anew only the node that a drag moves, and in the picture its wires and its column', () => {
    const derive = createView()
    const still560 = pictureOf(first, still, 560)
    const before = derive(first, still560, [], [])
    const picture = pictureOf(first, new Map([['deconv5', { x: 0, y: 510 }]]), 560, still560)
    const after = derive(first, picture, [], [])
    const changed = after.nodes.filter((node, i) => node !== before.nodes[i])
    expect(changed.map(node => node.id)).toEqual(['deconv5'])
    expect(changed[0]!.data).toBe(before.nodes.at(-1)!.data)
    expect(after.edges).toBe(before.edges)
    const wires = [...picture.wires].filter(([id, wire]) => wire !== still560.wires.get(id))
    expect(wires.map(([id]) => id)).toEqual(['e18'])
  })

  test('makes anew only the two nodes between which the selection went', () => {
    const derive = createView()
    const picture = pictureOf(first, still, 560)
    const before = derive(first, picture, ['conv1'], [])
    const after = derive(first, picture, ['conv2'], [])
    expect(after.nodes.filter((node, i) => node !== before.nodes[i]).map(node => node.id)).toEqual([
      'conv1',
      'conv2',
    ])
  })
})

describe('a card', () => {
  test('shows kernel, stride and padding, and further what is not at its default', () => {
    const texts = (inference: Inference, id: string) =>
      contentIn(inference, id).values.map(({ letter, text }) => `${letter} ${text}`)
    expect(texts(first, 'conv3')).toEqual(['k 4', 's 2', 'p 0'])
    const changed = change('conv3', { kernelSize: [3, 5], bias: false, dilation: 2 })
    expect(texts(changed, 'conv3')).toEqual(['k 3×5', 's 2', 'p 0', 'd 2', 'bias off'])
    expect(contentIn(changed, 'conv3').extra).toBeGreaterThan(0)
  })

  test('counts its parameters, or waits, and underlines what is wrong', () => {
    expect(contentIn(first, 'conv3').count).toBe('16,416')
    const broken = change('conv2', { stride: 2 })
    expect(contentIn(broken, 'deconv1').count).toBe('waiting')
    expect(contentIn(broken, 'conv5').values.find(value => value.isWrong)?.param).toBe('kernelSize')
  })

  test('says what flows in and what a Linear layer does', () => {
    expect(contentIn(first, 'image').caption).toBe('MNIST digits')
    const linear = inferGraph(chain(input(784), ['Linear', { outFeatures: 8 }]), registry)
    expect(contentIn(linear, 'linear1')).toMatchObject({ caption: '784 → 8', captionParam: 'outFeatures' })
  })

  test('is read aloud with its parameters, its output and its count', () => {
    const read = (inference: Inference, id: string) => spokenName(id, inferenceOf(inference, id)!)
    expect(read(first, 'conv3')).toBe(
      'conv3, Conv2d, kernel 4, stride 2, output 32 by 9 by 9, 16,416 parameters',
    )
    const broken = change('conv2', { stride: 2 })
    expect(read(broken, 'conv5')).toContain('problem: Kernel 4 does not fit into height 1')
    expect(read(broken, 'deconv1')).toBe('deconv1, ConvTranspose2d, kernel 4, waiting for conv5')
  })
})

describe('a value typed on a card', () => {
  const { params } = registry.get('Conv2d')!
  const { shape } = registry.get('Input')!.params

  test('may be a number, a pair or a word', () => {
    expect(readValue(params.kernelSize!, ' 3 ')).toEqual({ value: 3 })
    expect(readValue(params.kernelSize!, '3×5')).toEqual({ value: [3, 5] })
    expect(readValue(params.kernelSize!, '3x5')).toEqual({ value: [3, 5] })
    expect(readValue(params.padding!, 'Same')).toEqual({ value: 'same' })
    expect(readValue(shape!, '3×32×32')).toEqual({ value: [3, 32, 32] })
  })

  test('is refused with what was expected', () => {
    expect(readValue(params.kernelSize!, '')).toHaveProperty('expected')
    expect(readValue(params.kernelSize!, '0')).toHaveProperty('expected')
    expect(readValue(params.kernelSize!, 'three')).toHaveProperty('expected')
  })

  test('steps within its bounds, a pair on both axes', () => {
    expect(stepValue(params.stride!, 2, 1)).toBe(3)
    expect(stepValue(params.stride!, 1, -1)).toBe(1)
    expect(stepValue(params.kernelSize!, [3, 5], 1)).toEqual([4, 6])
    expect(stepValue(params.padding!, 'same', 1)).toBeUndefined()
  })
})

test('a layer dropped on a bar goes on the wire that leads to the next card', () => {
  const picture = pictureOf(first, still, 560)
  expect(wireAt(picture, autoencoder, { x: 150, y: 90 })).toBe('e3')
  expect(wireAt(picture, autoencoder, { x: 0, y: 40 })).toBe('e1')
  expect(wireAt(picture, autoencoder, { x: 320, y: 90 })).toBeUndefined()
  expect(wireAt(picture, autoencoder, { x: 0, y: 2000 })).toBeUndefined()
})

test('a few letters find a layer', () => {
  const names = ['Conv2d', 'ConvTranspose2d', 'Concat', 'Upsample', 'ReLU']
  const find = (typed: string) => rank(names, typed, name => name)
  expect(find('ct')[0]).toBe('ConvTranspose2d')
  expect(find('re')[0]).toBe('ReLU')
  expect(find('con').slice(0, 3)).toEqual(['Conv2d', 'ConvTranspose2d', 'Concat'])
  expect(find('')).toEqual(names)
  expect(find('xyz')).toEqual([])
})
