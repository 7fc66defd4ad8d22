/** Every number of the overlap analysis against counts that are made the slow way, on random stacks. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { constantField, unevennessOf } from '../../src/analyze/field.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import { propagateBackward, propagateForward } from '../../src/analyze/propagate.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { type Inference, inferGraph } from '../../src/infer/inference.ts'
import { chain, input, type Layer } from '../builders.ts'
import { type NaiveMap, naiveBackward, naiveForward } from './naive.ts'
import { patterned, stacks } from './stacks.ts'

/** How many stacks are drawn; a hunt sets more. */
const runs = Number(process.env.STACKS ?? 150)
const seed = Number(process.env.SEED ?? 4)

/** The values of every node, or undefined where the stack does not fit or would take long to count. */
function inferred(document: GraphDocument, most: number): Inference | undefined {
  const inference = inferGraph(document, registry)
  const isSmall = inference.nodes.every(
    each =>
      each.state === 'ready' &&
      each.outputs[0]!.reduce((a, b) => a * b, 1) <= most &&
      !each.outputs[0]!.includes(0),
  )
  return isSmall ? inference : undefined
}

function expectSame(map: NaiveMap, expected: NaiveMap) {
  expect([map.height, map.width]).toEqual([expected.height, expected.width])
  const scale = Math.max(1e-6, ...expected.values.map(Math.abs))
  const off = expected.values.findIndex((value, i) => !(Math.abs(value - map.values[i]!) <= 1e-6 * scale))
  if (off >= 0) expect([off, map.values[off]]).toEqual([off, expected.values[off]])
}

const ends = (inference: Inference) => ({
  first: inference.topology.index.get('image')!,
  last: inference.document.nodes.length - 1,
})

const sidesAt = (inference: Inference, index: number): readonly [number, number] => {
  const node = inference.nodes[index]!
  const shape = node.state === 'ready' ? node.outputs[0]! : []
  return [shape[1] ?? 1, shape[2] ?? 1]
}

function expectMaps(inference: Inference) {
  const { first, last } = ends(inference)
  const forward = naiveForward(inference, first, last)
  const backward = naiveBackward(inference, first, last)
  const [from, to] = [sidesAt(inference, first), sidesAt(inference, last)]
  expectSame(propagateForward(inference, first, constantField(...from), 'finite').get(last)!, forward)
  expectSame(propagateBackward(inference, last, constantField(...to), 'finite').get(first)!, backward)
  const report = analyzeOverlap(inference)
  if (report.forward) expectSame(report.forward.map, forward)
  if (report.gradient) expectSame(report.gradient.map, backward)
}

describe('maps of whole networks', () => {
  test('agree with counting every connection, whatever the layers, their settings and the joins between them', () => {
    let compared = 0
    fc.assert(
      fc.property(stacks(5, fc.integer({ min: 3, max: 14 })), document => {
        const inference = inferred(document, 2500)
        if (!inference) return
        expectMaps(inference)
        compared++
      }),
      { numRuns: runs, seed },
    )
    expect(compared).toBeGreaterThan(runs / 5)
  })

  const between = (...layers: readonly Layer[]) =>
    inferred(
      chain(
        input(1, 6, 5),
        ['ConvTranspose2d', { outChannels: 2, kernelSize: 3, stride: [2, 1], padding: [2, 0] }],
        ...layers,
        ['Conv2d', { outChannels: 2, kernelSize: 2, stride: 2 }],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 2 }],
      ),
      2500,
    )!

  test('agree where a Flatten is undone, and the pattern goes on', () => {
    expectMaps(between(['Flatten'], ['ReLU'], ['Unflatten', { unflattenedSize: [2, 9, 7] }]))
  })

  test('begin again, even, on both sides of a Linear', () => {
    const inference = between(
      ['Flatten'],
      ['Linear', { outFeatures: 12 }],
      ['Unflatten', { unflattenedSize: [2, 3, 2] }],
    )
    const index = (id: string) => inference.topology.index.get(id)!
    const { first, last } = ends(inference)
    const [ones, back] = [constantField(1, 1), constantField(...sidesAt(inference, last))]
    const forward = propagateForward(inference, first, constantField(6, 5), 'finite').get(last)!
    expectSame(forward, naiveForward(inference, index('unflatten1'), last))
    const backward = propagateBackward(inference, last, back, 'finite').get(first)!
    expectSame(backward, naiveBackward(inference, first, index('deconv1')))
    expect(propagateForward(inference, first, ones, 'endless').get(index('unflatten1'))).toEqual(ones)
  })
})

/** The counts over one period in the middle of a map, where no border reaches, phases counted from pixel 0. */
function middleOf(map: NaiveMap, [height, width]: readonly [number, number]): NaiveMap | undefined {
  const [top, left] = [Math.floor((map.height - height) / 2), Math.floor((map.width - width) / 2)]
  // A quarter of the map on each side is left to the borders.
  if (top < map.height / 4 || left < map.width / 4) return undefined
  const values = new Float64Array(height * width)
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      values[(y % height) * width + (x % width)] = map.values[y * map.width + x]!
    }
  }
  return { height, width, values }
}

/** The same network on an image that is larger by as many pixels on both sides. */
const enlarged = (document: GraphDocument, more: number): GraphDocument => ({
  ...document,
  nodes: document.nodes.map(each => {
    if (each.type !== 'Input') return each
    const [channels, ...sides] = each.params.shape as number[]
    return { ...each, params: { shape: [channels, ...sides.map(side => side + more)] } }
  }),
})

test('patterns over one period agree with the middle of a large map, and so does their unevenness', () => {
  let compared = 0
  fc.assert(
    fc.property(stacks(3, fc.integer({ min: 30, max: 40 }), patterned), document => {
      const small = inferred(document, 40_000)
      const large = small && inferred(enlarged(document, 24), 90_000)
      if (!large) return
      const report = analyzeOverlap(small)
      for (const kind of ['forward', 'gradient'] as const) {
        const period = report[kind]?.period
        if (!period) continue
        const naive = kind === 'forward' ? naiveForward : naiveBackward
        const [middle, other] = [small, large].map(each => {
          const { first, last } = ends(each)
          return middleOf(naive(each, first, last), period)
        })
        // Where a border reaches to the middle, the middle hangs on the size.
        const isInterior = other && middle?.values.every((v, i) => Math.abs(v - other.values[i]!) < 1e-9)
        if (!isInterior) continue
        expect(report[kind]!.unevenness).toBeCloseTo(unevennessOf(middle!), 6)
        compared++
      }
    }),
    { numRuns: Math.round(runs / 10), seed },
  )
  expect(compared).toBeGreaterThan(runs / 60)
})
