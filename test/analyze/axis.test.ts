import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type AxisWindow,
  backwardLine,
  endlessLine,
  forwardLine,
  inputSides,
  outputSide,
} from '../../src/analyze/axis.ts'
import { alongAxis, constantField, type Field, rowsOf, unevennessOf } from '../../src/analyze/field.ts'

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
            alongAxis(f, axis, line => endlessLine(windowOf(layer, axis), line, 'forward')),
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
            alongAxis(f, axis, line => endlessLine(windowOf(layer, axis), line, 'backward')),
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

describe('layers that blend neighbours or see beyond the border', () => {
  const double: AxisWindow = {
    kind: 'scatter',
    kernel: 2,
    stride: 2,
    dilation: 1,
    before: 0,
    after: 0,
    weight: 1,
    blend: { mode: 'linear', alignCorners: false },
  }
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

  test('a bilinear Upsample mixes a pattern, and keeps what is even', () => {
    expect([...forwardLine(double, Float64Array.of(0, 4, 0))]).toEqual([0, 1, 3, 3, 1, 0])
    expect([...forwardLine(double, Float64Array.of(1, 1))]).toEqual([1, 1, 1, 1])
    expect([...endlessLine(double, Float64Array.of(1, 3), 'forward')]).toEqual([1.5, 1.5, 2.5, 2.5])
    const corners: AxisWindow = { ...double, blend: { mode: 'linear', alignCorners: true } }
    expect([...forwardLine(corners, Float64Array.of(0, 3))]).toEqual([0, 1, 2, 3].map(x => expect.closeTo(x)))
  })

  test('its gradient is the transposed of it', () => {
    const [x, y] = [Float64Array.of(1, 5, 2), Float64Array.of(3, 1, 4, 1, 5, 9)]
    for (const mode of ['linear', 'cubic'] as const) {
      const w: AxisWindow = { ...double, blend: { mode, alignCorners: false } }
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
      expect(dot(forwardLine(w, x), y)).toBeCloseTo(dot(x, backwardLine(w, y, 3)), 9)
      expect([...endlessLine(w, Float64Array.of(1, 1), 'backward')]).toEqual([expect.closeTo(2)])
    }
  })

  test('mirrored, repeated and circular borders are painted by pixels of the image', () => {
    expect([...forwardLine(slide, Float64Array.of(1, 2, 4))]).toEqual([5, 7, 8])
    expect([...forwardLine({ ...slide, beyond: 'replicate' }, Float64Array.of(1, 2, 4))]).toEqual([4, 7, 10])
    expect([...forwardLine({ ...slide, beyond: 'circular' }, Float64Array.of(1, 2, 4))]).toEqual([7, 7, 7])
    expect([...backwardLine(slide, Float64Array.of(1, 0, 0), 3)]).toEqual([1, 2, 0])
  })
})
