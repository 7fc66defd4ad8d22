import { describe, expect, it } from 'vitest'
import {
  axesInWords,
  formatEdge,
  layerHistogramsCsv,
  printLayerHistograms,
  type TitledHistogram,
} from '../../../src/editor/inside/histogramFigure.ts'

const plots: TitledHistogram[] = [
  {
    title: 'conv1.weight, 32×1×5×5',
    axis: 'weight',
    histogram: { from: -1, to: 1, counts: Uint32Array.from([1, 6, 0, 1200]) },
  },
  {
    title: 'Gradient <of> the loss',
    axis: 'gradient',
    histogram: { from: 0.5, to: 2.5, counts: Uint32Array.from([0, 0]) },
  },
]

describe('histograms of a layer that are taken home', () => {
  it('say what both axes count', () => {
    expect(axesInWords(plots[0]!)).toBe('weight; at most 1,200 values a bar')
  })

  it('have a row in the table for each bar, with its edges', () => {
    expect(layerHistogramsCsv(plots).split('\n')).toEqual([
      'histogram,from,to,values',
      '"conv1.weight, 32×1×5×5",-1,-0.5,1',
      '"conv1.weight, 32×1×5×5",-0.5,0,6',
      '"conv1.weight, 32×1×5×5",0,0.5,0',
      '"conv1.weight, 32×1×5×5",0.5,1,1200',
      'Gradient <of> the loss,0.5,1.5,0',
      'Gradient <of> the loss,1.5,2.5,0',
      '',
    ])
  })

  it('are one figure with every title, edge and unit, 0 marked where it lies inside', () => {
    const svg = printLayerHistograms(plots, 'conv1 of "Reference & more"')
    expect(svg).toContain('conv1 of &quot;Reference &amp; more&quot;')
    expect(svg).toContain('Gradient &lt;of&gt; the loss')
    expect(svg).toContain('>−1</text>')
    expect(svg).toContain('weight; at most 1,200 values a bar')
    expect(svg).toContain('gradient; at most 0 values a bar')
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1)
    expect(svg).not.toContain('NaN')
  })

  it('keep three digits of an edge, with an exponent where they would be lost', () => {
    expect([0, -0.25149, 0.00012, -12345].map(formatEdge)).toEqual(['0', '−0.251', '1.2e−4', '−1.2e+4'])
  })
})
