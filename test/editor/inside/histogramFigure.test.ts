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

  it('come with the pictures of the layer below them, inside the figure', () => {
    const picture = { title: '32 kernels, 5×5', width: 900, height: 50, href: 'data:image/png;base64,AA==' }
    const svg = printLayerHistograms(plots, 'conv1', [picture, { ...picture, title: '8 feature maps' }])
    const height = Number(svg.match(/height="([\d.]+)"/)?.[1])
    const places = [...svg.matchAll(/<image x="24" y="([\d.]+)" width="900" height="50"/g)].map(([, y]) =>
      Number(y),
    )
    expect(places).toHaveLength(2)
    expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(50 + 20)
    expect(height).toBeGreaterThan(places[1]! + 50)
    expect(Number(svg.match(/width="([\d.]+)"/)?.[1])).toBeGreaterThanOrEqual(948)
  })

  it('keep three digits of an edge, with an exponent where they would be lost', () => {
    expect([0, -0.25149, 0.00012, -12345].map(formatEdge)).toEqual(['0', '−0.251', '1.2e−4', '−1.2e+4'])
  })
})
