import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { type LayerSolution, planChannels, solveChain, solveLayer } from '../../src/analyze/layerSolver.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input, type Layer } from '../builders.ts'

const settings = ({ type, axes: [height, width] }: LayerSolution): Layer => {
  const both = (name: 'kernelSize' | 'stride' | 'padding' | 'dilation' | 'outputPadding') => [
    height[name],
    width[name],
  ]
  return [
    type,
    {
      outChannels: 1,
      kernelSize: both('kernelSize'),
      stride: both('stride'),
      padding: both('padding'),
      dilation: both('dilation'),
      ...(type === 'ConvTranspose2d' && { outputPadding: both('outputPadding') }),
    },
  ]
}

/** Sizes and unevenness as the model itself has them. */
function expectAsClaimed(layers: readonly LayerSolution[]) {
  const inference = inferGraph(chain(input(1, ...layers[0]!.from), ...layers.map(settings)), registry)
  const report = analyzeOverlap(inference)
  for (const [i, { to, unevenness }] of layers.entries()) {
    const node = inference.nodes[i + 1]!
    expect(node.state === 'ready' && node.outputs[0]).toEqual([1, ...to])
    // Plain convolutions of stride 1 touch all pixels alike and are not listed.
    const listed = report.layers.find(({ id }) => id === inference.document.nodes[i + 1]!.id)
    expect(unevenness).toBeCloseTo(listed?.unevenness ?? 0, 9)
  }
}

const side = fc.integer({ min: 1, max: 36 })
const size = fc.tuple(side, side)

describe('one layer', () => {
  test('takes 7×5 to 14×10 with the same settings in both axes', () => {
    const [first] = solveLayer([7, 5], [14, 10])
    expect(first).toMatchObject({ type: 'ConvTranspose2d', from: [7, 5], to: [14, 10], unevenness: 0 })
    expect(first!.axes.map(({ kernelSize, stride, padding }) => [kernelSize, stride, padding])).toEqual([
      [2, 2, 0],
      [2, 2, 0],
    ])
  })

  test('has settings of its own for each axis where the sides ask for it', () => {
    const [first] = solveLayer([4, 4], [8, 4])
    expect(first!.unevenness).toBe(0)
    expect(first!.axes.map(({ stride }) => stride)).toEqual([2, 1])
  })

  test('leads where it says, as unevenly as it says', () => {
    fc.assert(
      fc.property(size, size, (from, to) => {
        for (const solution of solveLayer(from, to).slice(0, 8)) {
          expect([solution.from, solution.to]).toEqual([from, to])
          expectAsClaimed([solution])
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a chain', () => {
  test('leads from 1×1 to 28×28 in four even layers', () => {
    const [best] = solveChain([1, 1], [28, 28], 4)
    expect(best!.layers.map(({ to }) => to[0]).at(-1)).toBe(28)
    expect(best!.layers.every(({ unevenness }) => unevenness === 0)).toBe(true)
  })

  test('is none where one side grows and the other shrinks', () => {
    expect(solveChain([4, 8], [8, 4], 3)).toEqual([])
  })

  test('leads where it says, as unevenly as it says', () => {
    let found = 0
    fc.assert(
      fc.property(size, size, fc.integer({ min: 2, max: 4 }), (from, to, count) => {
        for (const { layers } of solveChain(from, to, count)) {
          expect(layers.length).toBe(count)
          expect([layers[0]!.from, layers.at(-1)!.to]).toEqual([from, to])
          expectAsClaimed(layers)
          found++
        }
      }),
      { numRuns: 40 },
    )
    expect(found).toBeGreaterThan(40)
  })
})

test('channels double away from the image, and go evenly between ends that have more', () => {
  expect(planChannels(8, 1, 4, true)).toEqual([64, 32, 16, 1])
  expect(planChannels(1, 8, 4, false)).toEqual([16, 32, 64, 8])
  expect(planChannels(512, 64, 3, true)).toEqual([256, 128, 64])
  expect(planChannels(8, 1, 8, true)).toEqual([128, 128, 128, 128, 64, 32, 16, 1])
  expect(planChannels(8, 3, 1, true)).toEqual([3])
})
