import { describe, expect, test } from 'vitest'
import { histogramsCsv, picturesCsv, planeCsv } from '../../../src/editor/latent/tables.ts'

describe('tables of the latent panel', () => {
  test('hold each picture with its place, its code and its pixels from 0 to 1', () => {
    const codes = { count: 2, dims: 2, values: Float32Array.of(1, -2.5, 0.1, 4) }
    const csv = picturesCsv(
      [
        { name: 'network', codes, pixels: Float32Array.of(0, 0.25, 1, 0.5) },
        { name: 'pixel blend', codes: undefined, pixels: Uint8Array.of(0, 255, 51, 0) },
        { name: 'PCA', codes: undefined, pixels: undefined },
      ],
      'alpha',
      [0, 1],
    )
    expect(csv).toBe(
      [
        'kind,alpha,code1,code2,pixel1,pixel2',
        'network,0,1,-2.5,0,0.25',
        'network,1,0.1,4,1,0.5',
        'pixel blend,0,,,0,1',
        'pixel blend,1,,,0.2,0',
        '',
      ].join('\n'),
    )
  })

  test('name classes as the data does', () => {
    const view = { labels: Uint8Array.of(1, 0), points: Float32Array.of(0.5, 1, -1, 2) }
    expect(planeCsv(view, ['cat', 'dog, wolf'])).toBe(
      'test image,class,x,y\n0,"dog, wolf",0.5,1\n1,cat,-1,2\n',
    )
    expect(planeCsv(view, [])).toBe('test image,class,x,y\n0,,0.5,1\n1,,-1,2\n')
  })

  test('count coordinates from 1', () => {
    const histogram = { from: 0, to: 1, counts: Uint32Array.of(3, 4), left: 0 }
    expect(histogramsCsv([histogram], 16)).toBe('coordinate,from,to,images\n17,0,0.5,3\n17,0.5,1,4\n')
  })
})
