import { describe, expect, test } from 'vitest'
import { formatRate, layOutRates, margins, ratesCsv } from '../../src/editor/dock/train/ratePlot.ts'

const points = [1e-4, 1e-3, 1e-2, 1e-1].map((rate, i) => ({ rate, loss: [0.4, 0.3, 0.1, 50][i]! }))
const found = { points, suggestion: 1e-3, hasDiverged: true }

describe('the picture of a learning-rate test', () => {
  test('puts rates a decade apart at equal distances, with a tick each', () => {
    const { xTicks, mark } = layOutRates(found, 460, 144)
    expect(xTicks.map(({ label }) => label)).toEqual(['0.0001', '0.001', '0.01', '0.1'])
    const [first, second, third] = xTicks.map(({ at }) => at)
    expect(first).toBeCloseTo(margins.left)
    expect(third! - second!).toBeCloseTo(second! - first!)
    expect(mark!.x).toBeCloseTo(second!)
  })

  test('keeps a loss that has exploded from flattening the rest', () => {
    const { yTicks, path } = layOutRates(found, 460, 144)
    expect(Number(yTicks.at(-1)!.label)).toBeCloseTo(0.58)
    expect(path).not.toContain('NaN')
    expect(path.split('L').at(-1)).toBe(`${(460 - margins.right).toFixed(1)} ${margins.top.toFixed(1)}`)
  })

  test('has a mark only where a rate is suggested, and a table of all points', () => {
    expect(layOutRates({ points, hasDiverged: true }, 460, 144)).not.toHaveProperty('mark')
    expect(ratesCsv(found).split('\n').slice(0, 2)).toEqual(['learning_rate,smoothed_loss', '0.0001,0.4'])
    expect(ratesCsv(found).trim().split('\n')).toHaveLength(5)
    expect([formatRate(0.0012), formatRate(3e-5)]).toEqual(['0.0012', '3e−5'])
  })
})
