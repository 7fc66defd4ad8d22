import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { solveChain, solveLayer } from '../../src/analyze/layerSolver.ts'
import { reasonOf } from '../../src/analyze/reason.ts'
import { runCommand, startHistory, undo } from '../../src/commands/history.ts'
import { replaceNode } from '../../src/commands/index.ts'
import {
  channelsOf,
  layersOf,
  readWish,
  settingsOf,
  settingWords,
  wishText,
} from '../../src/editor/artifacts/solverLayers.ts'
import { outcomeOf } from '../../src/editor/artifacts/solverOutcome.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input } from '../builders.ts'

describe('sizes', () => {
  test('are read as a side, two sides, or channels and sides', () => {
    expect(readWish('7')).toEqual({ channels: undefined, sides: [7, 7] })
    expect(readWish(' 7x5 ')).toEqual({ channels: undefined, sides: [7, 5] })
    expect(readWish('8 × 1 × 1')).toEqual({ channels: 8, sides: [1, 1] })
    expect(wishText(readWish('8,1,1')!)).toBe('8×1×1')
    for (const wrong of ['', '0', '7×', '1×2×3×4', '1.5', '2000', 'seven'])
      expect(readWish(wrong)).toBeUndefined()
  })
})

describe('a chain from 8×1×1 to 1×28×20 in four layers', () => {
  const [best] = solveChain([1, 1], [28, 20], 4)
  const layers = layersOf(best!.layers, channelsOf(best!.layers, 8, 1), true)
  const document = chain(input(8, 1, 1), ['ConvTranspose2d', { outChannels: 1 }], ['Sigmoid'])
  const { ids, command } = replaceNode(document, registry, 'deconv1', layers, 'Give deconv1 4 layers')
  if ('refused' in command) throw new Error(command.refused)
  const history = runCommand(startHistory(document), command, 0)

  test('becomes four named layers with a ReLU behind each but the last, wired in order', () => {
    expect(layers.map(({ type }) => type)).toEqual([
      'ConvTranspose2d',
      'ReLU',
      'ConvTranspose2d',
      'ReLU',
      'ConvTranspose2d',
      'ReLU',
      'ConvTranspose2d',
    ])
    const inference = inferGraph(history.document, registry)
    expect(inference.totals.problems).toBe(0)
    const shapes = ids.map(id => {
      const node = inference.nodes[inference.topology.index.get(id)!]!
      return node.state === 'ready' ? node.outputs[0]! : []
    })
    expect(shapes.at(-1)).toEqual([1, 28, 20])
    expect(shapes.filter((_, i) => i % 2 === 0).map(([channels]) => channels)).toEqual([64, 32, 16, 1])
    const heights = ids.map(id => history.document.nodes.find(node => node.id === id)!.position.y)
    expect(heights).toEqual([...heights].sort((a, b) => a - b))
    expect(new Set(heights).size).toBe(heights.length)
  })

  test('goes with one undo', () => {
    expect(undo(history).document).toEqual(document)
  })
})

test('an adaptive mean is uneven because sides are no multiples of each other', () => {
  const shrunk = inferGraph(chain(input(1, 7, 6), ['AdaptiveAvgPool2d', { outputSize: 3 }]), registry)
  expect(reasonOf(shrunk, 'adaptive1')).toBe('for height, 7 is not a multiple of 3')
})

test('settings that differ between the axes are lists, the others numbers', () => {
  const [first] = solveLayer([4, 4], [8, 4])
  const { stride, dilation } = settingsOf(first!)
  expect([stride, dilation]).toEqual([[2, 1], 1])
  expect(settingWords(first!)).toMatch(/^ConvTranspose2d k \S+ s 2×1 p \S+$/)
})

describe('what settings make of what really arrives', () => {
  const document = chain(
    input(1, 28, 28),
    ['Conv2d', { outChannels: 4, kernelSize: 2, stride: 2 }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 2, stride: 2 }],
    ['Conv2d', { outChannels: 1, kernelSize: 9 }],
  )
  const inference = inferGraph(document, registry)
  const given = (params: Readonly<Record<string, unknown>>) =>
    outcomeOf(
      inference,
      registry,
      'conv1',
      replaceNode(document, registry, 'conv1', [{ type: 'Conv2d', params }], 'Give conv1 others'),
    )

  test('is said only where a size changes', () => {
    expect(given({ outChannels: 4, kernelSize: 4, stride: 2, padding: 1 })).toEqual({
      change: undefined,
      isBroken: false,
    })
    expect(given({ outChannels: 4, kernelSize: 4, stride: 3, padding: 1 })).toEqual({
      change: 'gives 4×9×9 in place of 4×14×14; the output becomes 1×10×10, now 1×20×20',
      isBroken: false,
    })
  })

  test('names what does not fit, there or behind it', () => {
    expect(given({ outChannels: 4, kernelSize: 30 })).toMatchObject({
      change: expect.stringContaining('does not fit what arrives: Kernel 30 does not fit into height 28'),
      isBroken: true,
    })
    expect(given({ outChannels: 4, kernelSize: 27 })).toEqual({
      change: 'gives 4×2×2 in place of 4×14×14; conv2 does not fit then',
      isBroken: true,
    })
  })
})
