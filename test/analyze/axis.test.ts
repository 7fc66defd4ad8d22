import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AxisWindow, backwardLine, forwardLine, inputSides, outputSide } from '../../src/analyze/axis.ts'
import { endlessLine } from '../../src/analyze/endless.ts'
import { alongAxis, constantField, type Field, rowsOf, unevennessOf } from '../../src/analyze/field.ts'
import { fractionOf, mixingOf } from '../../src/analyze/resample.ts'
import type { Resampling } from '../../src/graph/definition.ts'

interface GoldenLayer {
  readonly op: string
  readonly [param: string]: unknown
}

interface GoldenCase {
  readonly kind: 'forward' | 'gradient'
  readonly name: string
  readonly layers: readonly GoldenLayer[]
  readonly in: readonly [number, number]
  readonly map: readonly (readonly number[])[]
  readonly period: readonly [number, number]
  readonly tile: readonly (readonly number[])[] | null
  readonly tileUnevenness: number | null
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/artifacts/overlap.json', import.meta.url), 'utf8'),
) as { cases: readonly GoldenCase[] }

const onAxis = (value: unknown, axis: 0 | 1, usual: number): number =>
  value === undefined ? usual : Array.isArray(value) ? (value[axis] as number) : (value as number)

function windowOf(layer: GoldenLayer, axis: 0 | 1): AxisWindow {
  const isUpsample = layer.op === 'Upsample'
  const isPool = layer.op.endsWith('Pool2d')
  const kernel = isUpsample ? onAxis(layer.scale_factor, axis, 1) : onAxis(layer.kernel_size, axis, 1)
  const padding = onAxis(layer.padding, axis, 0)
  return {
    kind: isUpsample || layer.op === 'ConvTranspose2d' ? 'scatter' : 'gather',
    kernel,
    stride: onAxis(layer.stride, axis, isPool || isUpsample ? kernel : 1),
    dilation: onAxis(layer.dilation, axis, 1),
    before: padding,
    after: padding - onAxis(layer.output_padding, axis, 0),
    weight: isPool ? 1 / kernel : 1,
  }
}

const bothAxes = (field: Field, change: (field: Field, axis: 0 | 1) => Field): Field =>
  change(change(field, 0), 1)

/** Bilinear interpolation has its own taps and is tested with the layer. */
const cases = golden.cases.filter(c => !c.layers.some(layer => layer.mode === 'bilinear'))

describe('overlap counts agree with those of PyTorch', () => {
  test('there are 60 forward and 30 gradient cases, one of them with bilinear layers', () => {
    expect(golden.cases.length).toBe(90)
    expect(cases.length).toBe(89)
  })

  test.each(cases.map(c => [c.kind, c.name, c] as const))(
    '%s: %s',
    (kind, _, { layers, in: [height, width], map, tile, tileUnevenness }) => {
      let field: Field
      let endless = constantField(1, 1)
      if (kind === 'forward') {
        field = layers.reduce(
          (before, layer) =>
            bothAxes(before, (f, axis) =>
              alongAxis(f, axis, line => forwardLine(windowOf(layer, axis), line)),
            ),
          constantField(height, width),
        )
        for (const layer of layers) {
          endless = bothAxes(endless, (f, axis) =>
            alongAxis(f, axis, line => endlessLine(windowOf(layer, axis), line, 'forward')!),
          )
        }
      } else {
        const sides = [[height, width]]
        for (const layer of layers) {
          sides.push(sides.at(-1)!.map((side, axis) => outputSide(windowOf(layer, axis as 0 | 1), side)))
        }
        field = constantField(sides.at(-1)![0]!, sides.at(-1)![1]!)
        for (const [i, layer] of [...layers.entries()].reverse()) {
          field = bothAxes(field, (f, axis) =>
            alongAxis(f, axis, line => backwardLine(windowOf(layer, axis), line, sides[i]![axis]!)),
          )
          endless = bothAxes(endless, (f, axis) =>
            alongAxis(f, axis, line => endlessLine(windowOf(layer, axis), line, 'backward')!),
          )
        }
      }
      const rows = rowsOf(field)
      expect(rows.length).toBe(map.length)
      rows.forEach((row, y) => {
        for (const [x, value] of row.entries()) expect(value).toBeCloseTo(map[y]![x]!, 5)
      })
      if (tile !== null && tileUnevenness !== null) {
        expect([endless.height, endless.width]).toEqual([tile.length, tile[0]!.length])
        rowsOf(endless).forEach((row, y) => {
          for (const [x, value] of row.entries()) expect(value).toBeCloseTo(tile[y]![x]!, 5)
        })
        expect(unevennessOf(endless)).toBeCloseTo(tileUnevenness, 5)
      }
    },
  )
})

describe('sides', () => {
  const k4s2p1: AxisWindow = {
    kind: 'scatter',
    kernel: 4,
    stride: 2,
    dilation: 1,
    before: 1,
    after: 1,
    weight: 1,
  }

  test('a transposed convolution k4 s2 p1 takes 7 to 14, and only 7 does that', () => {
    expect(outputSide(k4s2p1, 7)).toBe(14)
    expect(inputSides(k4s2p1, 14)).toEqual([7, 7])
    expect(inputSides(k4s2p1, 15)).toBeUndefined()
  })

  test('stride 2 lets two input sides collapse', () => {
    const conv: AxisWindow = {
      kind: 'gather',
      kernel: 4,
      stride: 2,
      dilation: 1,
      before: 0,
      after: 0,
      weight: 1,
    }
    expect(inputSides(conv, 9)).toEqual([20, 21])
    expect([outputSide(conv, 20), outputSide(conv, 21)]).toEqual([9, 9])
  })
})

describe('layers that mix by a ratio of sides or see beyond the border', () => {
  const mixed = (resampling: Partial<Resampling>, side: number, size: number): AxisWindow => ({
    kind: 'scatter',
    kernel: 2,
    stride: 2,
    dilation: 1,
    before: 0,
    after: 0,
    weight: 1,
    mixing: mixingOf(
      { mode: 'linear', alignCorners: false, ratio: [side / size, 1], isBySides: true, ...resampling },
      0,
      side,
      size,
    ),
  })
  const slide: AxisWindow = {
    kind: 'gather',
    kernel: 3,
    stride: 1,
    dilation: 1,
    before: 1,
    after: 1,
    weight: 1,
    beyond: 'reflect',
  }
  const closeTo = (values: readonly number[]) => values.map(value => expect.closeTo(value, 9))

  test('a bilinear Upsample mixes a pattern, and keeps what is even', () => {
    expect([...forwardLine(mixed({}, 3, 6), Float64Array.of(0, 4, 0))]).toEqual([0, 1, 3, 3, 1, 0])
    expect([...forwardLine(mixed({}, 2, 4), Float64Array.of(1, 1))]).toEqual([1, 1, 1, 1])
    expect([...endlessLine(mixed({}, 3, 6), Float64Array.of(1, 3), 'forward')!]).toEqual([1.5, 1.5, 2.5, 2.5])
    const corners = mixed({ alignCorners: true, ratio: [1 / 3, 1] }, 2, 4)
    expect([...forwardLine(corners, Float64Array.of(0, 3))]).toEqual(closeTo([0, 1, 2, 3]))
  })

  test('its gradient is the transposed of it', () => {
    const [x, y] = [Float64Array.of(1, 5, 2), Float64Array.of(3, 1, 4, 1, 5, 9)]
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    for (const mode of ['linear', 'cubic', 'nearest', 'area'] as const) {
      const w = mixed({ mode }, 3, 6)
      expect(dot(forwardLine(w, x), y)).toBeCloseTo(dot(x, backwardLine(w, y, 3)), 9)
      expect([...endlessLine(w, Float64Array.of(1, 1), 'backward')!]).toEqual([expect.closeTo(2)])
    }
  })

  test('a pattern that enters a broken ratio goes on in it, and comes out with the period that both have', () => {
    // 3 → 7 shows pixels 0 0 0 1 1 2 2, so that a pattern of 2 pixels repeats after 14.
    const uneven = mixed({ mode: 'nearest' }, 3, 7)
    expect([...forwardLine(uneven, Float64Array.of(1, 2, 3))]).toEqual([1, 1, 1, 2, 2, 3, 3])
    expect([...endlessLine(uneven, Float64Array.of(1, 5), 'forward')!]).toEqual([
      1, 1, 1, 5, 5, 1, 1, 5, 5, 5, 1, 1, 5, 5,
    ])
    expect([...endlessLine(uneven, Float64Array.of(4), 'forward')!]).toEqual([4])
    expect([...endlessLine(uneven, Float64Array.of(1), 'backward')!]).toEqual([3, 2, 2])
  })

  test('adaptive means overlap where the sides are no multiples: 7 → 3 reaches the pixels between twice', () => {
    const means = mixed({ mode: 'area' }, 7, 3)
    expect([...backwardLine(means, Float64Array.of(3, 3, 3), 7)]).toEqual(closeTo([1, 1, 2, 1, 2, 1, 1]))
    expect([...endlessLine(means, Float64Array.of(3), 'backward')!]).toEqual(closeTo([1, 1, 2, 1, 2, 1, 1]))
  })

  test('a factor is taken as the fraction that it is', () => {
    expect(fractionOf(1 / 1.5)).toEqual([2, 3])
    expect(fractionOf(1 / 1.3)).toEqual([10, 13])
    expect(fractionOf(1.25)).toEqual([5, 4])
    expect(fractionOf(0.25)).toEqual([1, 4])
    const [above, below] = fractionOf(Math.SQRT2)
    expect(Math.abs(above / below - Math.SQRT2)).toBeLessThan(1e-5)
    expect(above).toBeLessThan(1025)
  })

  test('a period that gets too long is none', () => {
    const long = new Float64Array(9973).fill(1)
    expect(endlessLine(mixed({ mode: 'nearest' }, 3, 7), long, 'forward')).toBeUndefined()
  })

  test('mirrored, repeated and circular borders are painted by pixels of the image', () => {
    expect([...forwardLine(slide, Float64Array.of(1, 2, 4))]).toEqual([5, 7, 8])
    expect([...forwardLine({ ...slide, beyond: 'replicate' }, Float64Array.of(1, 2, 4))]).toEqual([4, 7, 10])
    expect([...forwardLine({ ...slide, beyond: 'circular' }, Float64Array.of(1, 2, 4))]).toEqual([7, 7, 7])
    expect([...backwardLine(slide, Float64Array.of(1, 0, 0), 3)]).toEqual([1, 2, 0])
  })
})
