import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { meanSpectrum } from '../../src/analyze/spectrum.ts'
import { printMap } from '../../src/editor/artifacts/mapSvg.ts'
import { codeSizes, measurable, tellingSize } from '../../src/editor/artifacts/measured/measure.ts'
import {
  frequencyTicks,
  predictedPlaces,
  printSpectrum,
  sharesOf,
} from '../../src/editor/artifacts/measured/picture.ts'
import {
  contrastSentence,
  energySentence,
  formatDecibels,
  formatRatio,
} from '../../src/editor/artifacts/measured/words.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, graph, input, node } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = inferGraph((loaded as { document: GraphDocument }).document, registry)

describe('what can be measured', () => {
  test('of the reference autoencoder is its decoder with its own code, and larger ones', () => {
    expect(measurable(reference)).toMatchObject({ period: [4, 4], output: [28, 28] })
    const sizes = codeSizes(reference)
    expect(sizes[0]).toEqual({ sides: [1, 1], output: [28, 28] })
    expect(sizes.length).toBeGreaterThan(4)
    expect(tellingSize(reference, sizes)).toEqual([1, 1])
  })

  test('asks for a larger code where the picture is too small to have surroundings', () => {
    const small = inferGraph(
      chain(
        input(1, 8, 8),
        ['Conv2d', { outChannels: 2, kernelSize: 8 }, { group: 'encoder' }],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 3 }, { group: 'decoder' }],
      ),
      registry,
    )
    expect(tellingSize(small, codeSizes(small))).toEqual([6, 6])
  })

  test('says why nothing can', () => {
    const classes = inferGraph(chain(input(1, 4, 4), ['Flatten'], ['Linear', { outFeatures: 3 }]), registry)
    expect(measurable(classes)).toMatchObject({ why: expect.stringContaining('vector') })
    const plain = inferGraph(chain(input(1, 4, 4), ['Conv2d', { kernelSize: 1 }]), registry)
    expect(measurable(plain)).toMatchObject({ why: expect.stringContaining('No layer paints') })
    const alike = inferGraph(chain(input(1, 8, 8), ['ConvTranspose2d', { kernelSize: 3 }]), registry)
    expect(measurable(alike)).toMatchObject({ why: expect.stringContaining('same at every pixel') })
  })

  test('says that a pattern does not repeat where layers paint with a stride all the same', () => {
    const beside = graph(
      [
        node('image', 'Input', { shape: [1, 8, 8] }),
        node('left', 'ConvTranspose2d', { stride: 2 }),
        node('right', 'ConvTranspose2d', { stride: 2 }),
        node('both', 'Concat', { dim: 3 }),
      ],
      [
        ['image', 'left'],
        ['image', 'right'],
        ['left', 'both'],
        ['right', 'both'],
      ],
    )
    expect(measurable(inferGraph(beside, registry))).toMatchObject({
      why: expect.stringContaining('does not repeat within 16,384 pixels'),
    })
  })

  test('keeps the size of a code that a Linear follows', () => {
    const flat = inferGraph(
      chain(
        input(1, 8, 8),
        ['Conv2d', { outChannels: 2, kernelSize: 8 }, { group: 'encoder' }],
        ['Flatten', {}, { group: 'decoder' }],
        ['Linear', { outFeatures: 16 }, { group: 'decoder' }],
        ['Unflatten', { unflattenedSize: [1, 4, 4] }, { group: 'decoder' }],
        ['ConvTranspose2d', { outChannels: 1, kernelSize: 2, stride: 2 }, { group: 'decoder' }],
      ),
      registry,
    )
    expect(codeSizes(flat)).toHaveLength(1)
  })
})

describe('the picture of a spectrum', () => {
  const stripes = {
    count: 1,
    height: 16,
    width: 16,
    values: Float32Array.from({ length: 256 }, (_, i) => i % 2),
  }
  const spectrum = meanSpectrum(stripes, [2, 2])

  test('has frequency 0 in its middle, and the strongest frequency brightest', () => {
    const shares = sharesOf(spectrum)
    expect(shares[8 * 16]).toBe(1)
    expect(shares[8 * 16 + 8]).toBe(0)
    expect(predictedPlaces(spectrum, [2, 2])).toContainEqual({ row: 8, column: 0 })
  })

  test('counts its axes in cycles a pixel', () => {
    expect(frequencyTicks(16).map(tick => [tick.label, tick.at])).toEqual([
      ['−0.5', 0.5],
      ['−0.25', 4.5],
      ['0', 8.5],
      ['0.25', 12.5],
    ])
  })

  test('is a figure with a ring for each predicted frequency, names escaped', () => {
    const svg = printSpectrum(spectrum, [2, 2], 'a < b', ['64 codes'])
    expect(svg.match(/<circle/g)).toHaveLength(2 * 3)
    expect(svg).toContain('a &lt; b')
    expect(svg).toContain('cycles a pixel')
  })

  test('is as wide as its longest line, whatever the name of the model', () => {
    const widthOf = (svg: string) => Number(/ width="(\d+)"/.exec(svg)![1])
    const name = 'W'.repeat(120)
    expect(widthOf(printSpectrum(spectrum, [2, 2], name, []))).toBeGreaterThan(120 * 18 * 0.6)
    expect(widthOf(printSpectrum(spectrum, [2, 2], 'a', [name]))).toBeGreaterThan(120 * 12 * 0.6)
    const drawn = { map: { height: 1, width: 1, values: Float64Array.of(1) }, lines: [[1], [1]] } as never
    expect(widthOf(printMap(drawn, 'a', name))).toBeGreaterThan(120 * 12 * 0.6)
  })
})

test('numbers of a measurement read as decibels, times and a sentence', () => {
  expect([1, 4, 0.9, 1.005].map(formatDecibels)).toEqual(['0.0 dB', '+6.0 dB', '−0.5 dB', '0.0 dB'])
  expect([0.72, 4.24, 31, 1e6].map(formatRatio)).toEqual(['0.7×', '4.2×', '31×', 'above 1,000×'])
  const energy = (ratio: number) => ({ ratio, decibels: 10 * Math.log10(ratio), byPeriod: [] })
  expect(energySentence(energy(1.1))).toMatch(/^No pattern/)
  expect(energySentence(energy(2))).toMatch(/faint/)
  expect(energySentence(energy(8))).toMatch(/8.0× the energy/)
  const byPeriod = [
    { period: 2, ratio: 3.5 },
    { period: 4, ratio: 0.1 },
  ]
  expect(energySentence({ ...energy(0.8), byPeriod })).toMatch(/period 2 px by itself holds 3.5×/)
})

test('counted and measured are said to be two things, with what both say here', () => {
  expect(contrastSentence(0, 12, 'random')).toMatch(/an even map can measure a pattern, as this one does\.$/)
  expect(contrastSentence(1.33, 0.4, 'constant')).toMatch(
    /an uneven map can measure none, as this one does\.$/,
  )
  expect(contrastSentence(1.33, 0.4, 'random')).toMatch(/random codes have mean 0: try constant ones\.$/)
  expect(contrastSentence(1.33, 9, 'random')).toMatch(/a fix can measure worse\.$/)
  expect(contrastSentence(undefined, 9, 'random')).toMatch(/a fix can measure worse\.$/)
})
