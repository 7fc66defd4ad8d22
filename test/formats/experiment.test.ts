import { inflateSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { experimentFigure } from '../../src/formats/experiment/figure.ts'
import { pngStrip } from '../../src/formats/experiment/png.ts'
import {
  type ExperimentRow,
  experimentCsv,
  inOrder,
  parseDims,
  remaining,
} from '../../src/formats/experiment/rows.ts'

vi.mock('../../src/formats/experiment/png.ts', { spy: true })

const row = (dims: number, testMse: number, pcaTestMse: number): ExperimentRow => ({
  dims,
  parameters: 1000 * dims,
  steps: 469,
  testMse,
  pcaTestMse,
  seconds: 12.34,
  reconstructions: new Uint8Array(2 * 9).fill(100),
  pca: new Uint8Array(2 * 9).fill(50),
})

describe('the rows of an experiment', () => {
  test('are read from text, each code size once', () => {
    expect(parseDims(' 2, 8,8 ,32', 784)).toEqual([2, 8, 32])
    for (const wrong of ['', '2,', '0', '785', '2.5', 'x']) expect(parseDims(wrong, 784)).toBeUndefined()
  })

  test('stand in the order that was asked for; what is missing remains', () => {
    const rows = [row(8, 0.02, 0.03), row(2, 0.05, 0.06)]
    expect(inOrder([2, 4, 8], rows).map(({ dims }) => dims)).toEqual([2, 8])
    expect(remaining([2, 4, 8], rows)).toEqual([4])
  })

  test('are a table', () => {
    expect(experimentCsv([row(2, 0.05, 0.1)])).toBe(
      'code_size,parameters,steps,test_mse,pca_test_mse,ratio,seconds\n2,2000,469,0.05,0.1,0.5,12.3\n',
    )
  })
})

describe('a strip of images as PNG', () => {
  /** The pixels of a file without interlacing and filters, four bytes each. */
  function read(file: Uint8Array) {
    const view = new DataView(file.buffer)
    const data: Uint8Array[] = []
    const names: string[] = []
    for (let at = 8; at < file.length; ) {
      const length = view.getUint32(at)
      const name = String.fromCharCode(...file.subarray(at + 4, at + 8))
      names.push(name)
      if (name === 'IDAT') data.push(file.slice(at + 8, at + 8 + length))
      at += length + 12
    }
    const [width, height] = [view.getUint32(16), view.getUint32(20)]
    const lines = inflateSync(Buffer.concat(data))
    const pixel = (x: number, y: number) => [
      ...lines.subarray(y * (1 + 4 * width) + 1 + 4 * x).subarray(0, 4),
    ]
    return { names, width, height, pixel }
  }

  test('holds grey images side by side, with clear gaps, each pixel as a square', () => {
    const png = read(pngStrip(Uint8Array.of(10, 20, 30, 40), 2, [1, 1, 2], { scale: 3, gap: 1 }))
    expect(png).toMatchObject({ names: ['IHDR', 'IDAT', 'IEND'], width: 13, height: 3 })
    expect(png.pixel(0, 0)).toEqual([10, 10, 10, 255])
    expect(png.pixel(5, 2)).toEqual([20, 20, 20, 255])
    expect(png.pixel(6, 1)).toEqual([0, 0, 0, 0])
    expect(png.pixel(7, 0)).toEqual([30, 30, 30, 255])
    expect(png.pixel(12, 2)).toEqual([40, 40, 40, 255])
  })

  test('holds colours', () => {
    const png = read(pngStrip(Uint8Array.of(1, 2, 3, 4, 5, 6), 1, [3, 2, 1]))
    expect(png.pixel(0, 0)).toEqual([1, 2, 3, 255])
    expect(png.pixel(0, 1)).toEqual([4, 5, 6, 255])
  })

  test('ends in the checksum that the standard gives for an empty end', () => {
    const file = pngStrip(Uint8Array.of(1), 1, [1, 1, 1])
    expect([...file.subarray(-4)]).toEqual([0xae, 0x42, 0x60, 0x82])
  })
})

test('the figure shows originals, network and PCA at each code size, the lower error bold', () => {
  const digits = { count: 2, shape: [1, 3, 3], originals: new Uint8Array(18).fill(200) }
  const rows = [row(2, 0.05, 0.0557), row(8, 0.04, 0.0374)]
  const svg = experimentFigure({ title: 'A & B', terms: ['469 steps', '60,000 images'], digits, rows })
  expect(svg.match(/<image /g)).toHaveLength(5)
  expect(svg).toContain('A &amp; B')
  for (const text of ['2 numbers', '8 numbers', 'originals', '469 steps', '60,000 images'])
    expect(svg).toContain(`>${text}<`)
  const weights = [...svg.matchAll(/<text [^>]*?(font-weight="600")?>(0\.\d{4})</g)]
  expect(weights.map(([, bold, value]) => [value, bold !== undefined])).toEqual([
    ['0.0500', true],
    ['0.0557', false],
    ['0.0400', false],
    ['0.0374', true],
  ])
})

test('a figure that grows by a code size packs the pixels of that size alone', () => {
  const digits = { count: 2, shape: [1, 3, 3], originals: new Uint8Array(18).fill(200) }
  const first = row(2, 0.05, 0.0557)
  const figure = { title: 'A', terms: [], digits }
  experimentFigure({ ...figure, rows: [first] })
  vi.mocked(pngStrip).mockClear()
  const second = row(8, 0.04, 0.0374)
  experimentFigure({ ...figure, rows: [first, second] })
  expect(vi.mocked(pngStrip).mock.calls.map(([pixels]) => pixels)).toEqual([
    second.reconstructions,
    second.pca,
  ])
})
