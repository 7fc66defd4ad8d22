import { describe, expect, it } from 'vitest'
import { printHistograms } from '../../../src/editor/latent/figures.ts'

/** Every text of a figure with where it begins and ends, a letter at most 0.62 of its size wide. */
function textsOf(svg: string) {
  return [
    ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*text-anchor="(\w+)">([^<]*)</g),
  ].map(([, x, y, size, anchor, words]) => {
    const wide = words!.length * Number(size) * 0.62
    const left = Number(x) - (anchor === 'middle' ? wide / 2 : anchor === 'end' ? wide : 0)
    return { y: Number(y), left, right: left + wide, words: words! }
  })
}

const histogram = (from: number) => ({ from, to: from + 1, counts: Uint32Array.from([1, 12_345, 3]) })
const longNote = `from ${Array.from({ length: 12 }, (_, i) => `test image no. ${i}`).join(' to ')}`

describe('figures of the latent panel', () => {
  it('are wide enough for their title, and say a long note in several lines', () => {
    const title = 'Codes by coordinate, a model with quite a long name of its own'
    const svg = printHistograms([histogram(0)], 0, title, longNote)
    const width = Number(svg.match(/width="([\d.]+)"/)?.[1])
    const texts = textsOf(svg)
    expect(texts.map(({ words }) => words).join(' ')).toContain(longNote)
    for (const { right } of texts) expect(right).toBeLessThanOrEqual(width)
  })

  it('keep the words below neighbouring histograms apart', () => {
    const texts = textsOf(printHistograms([0, 1, 2, 3].map(histogram), 96, 'Codes', '60,000 training digits'))
    const labels = texts.filter(({ words }) => words.startsWith('coordinate'))
    expect(labels.map(({ words }) => words)).toContain('coordinate 97; at most 12,345 images a bar')
    for (const [i, { left }] of labels.slice(1).entries()) {
      expect(left).toBeGreaterThan(labels[i]!.right)
    }
  })

  it('write a minus as it is printed', () => {
    const svg = printHistograms([histogram(-1.39)], 0, 'Codes', '10 digits')
    expect(svg).toContain('>−1.39</text>')
  })
})
