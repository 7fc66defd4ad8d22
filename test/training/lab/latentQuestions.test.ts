import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/compile/plan.ts'
import { defaultTraining } from '../../../src/graph/document.ts'
import { initialWeights } from '../../../src/runtime/weights.ts'
import type { Answer, Asked, LabReport, QuestionName } from '../../../src/training/lab/protocol.ts'
import { createLabService } from '../../../src/training/lab/service.ts'
import { codeOnPlane } from '../../../src/training/latent/plane.ts'
import { chain, input, planOf } from '../../builders.ts'
import { striped } from '../digits.ts'

const data = striped(130, 60)

const autoencoder = (numbers: number): Plan =>
  planOf(
    chain(
      input(1, 6, 6),
      ['Flatten', {}, { group: 'encoder' }],
      ['Linear', { outFeatures: numbers }, { group: 'encoder' }],
      ['Linear', { outFeatures: 36 }, { group: 'decoder' }],
      ['Unflatten', { unflattenedSize: [1, 6, 6] }, { group: 'decoder' }],
    ),
  )

/** A laboratory with a network; asks by name and throws what failed. */
function open(plan: Plan) {
  const waiting = new Map<number, (report: LabReport) => void>()
  const serve = createLabService({ loadDataset: async () => data, backend: {} }, report => {
    if (report.type !== 'progress') waiting.get(report.id)?.(report)
  })
  serve({ type: 'open', base: '', backend: 'cpu' })
  serve({ type: 'model', plan, weights: initialWeights(plan, 3), training: defaultTraining })
  let id = 0
  return async <Name extends QuestionName>(name: Name, asked: Asked<Name>): Promise<Answer<Name>> => {
    const own = ++id
    const report = await new Promise<LabReport>(resolve => {
      waiting.set(own, resolve)
      serve({ type: 'ask', id: own, name, asked })
    })
    if (report.type !== 'answer') throw new Error(report.type === 'failed' ? report.message : report.type)
    return report.answer as Answer<Name>
  }
}

describe('the laboratory, asked about codes', () => {
  test('says what it works with, and what the decoder yields', async () => {
    expect(await open(autoencoder(2))('labFacts', null)).toEqual({
      backend: 'cpu',
      dataset: 'Stripes',
      shape: [1, 6, 6],
      classNames: ['0', '1', '2', '3', '4', '5'],
      train: 130,
      test: 60,
      picture: [1, 6, 6],
    })
  })

  test('finds images of a class, page after page', async () => {
    const ask = open(autoencoder(2))
    const found = await ask('findImages', { part: 'test', label: 4, from: 2, count: 3 })
    expect(found).toMatchObject({ places: [16, 22, 28], total: 10 })
    expect([...found.labels]).toEqual([4, 4, 4])
    expect(found.pixels.slice(36, 72)).toEqual(data.test.pixels.slice(22 * 36, 23 * 36))
    const last = await ask('findImages', { part: 'test', from: 58, count: 5 })
    expect(last.places).toEqual([58, 59])
  })

  test('encodes on in slices until it has what was asked for, and no further', async () => {
    const ask = open(autoencoder(2))
    let [asked, count] = [0, 0]
    while (count < 100) {
      ;({ count } = await ask('growCodes', { part: 'train', count: 100 }))
      asked++
      expect(asked).toBeLessThan(10)
    }
    expect(await ask('growCodes', { part: 'train', count: 1000 })).toEqual({ count: 130, total: 130 })
    const { codes } = await ask('encodeImages', { part: 'train', count: 70 })
    const pixels = Float32Array.from(data.train.pixels.subarray(69 * 36, 70 * 36), byte => byte / 255)
    const alone = await ask('encode', { pixels, count: 1 })
    expect(codes.values.subarray(138)).toEqual(alone.values)
  })

  test('lays codes on a plane whose points are the codes again', async () => {
    const ask = open(autoencoder(3))
    const { codes } = await ask('encodeImages', { part: 'test', count: 60 })
    const { plane, points, marks, range } = await ask('codePlane', { count: 60, axes: [2, 0] })
    expect([points[10], points[11]]).toEqual([codes.values[5 * 3 + 2], codes.values[5 * 3]])
    const back = codeOnPlane(plane, points[10]!, points[11]!)
    expect([back[0], back[2]]).toEqual([codes.values[15], codes.values[17]])
    expect(marks.map(({ label, count }) => [label, count])).toEqual([0, 1, 2, 3, 4, 5].map(k => [k, 10]))
    expect(range[0]).toBeLessThan(range[1])
    const principal = await ask('codePlane', { count: 60, axes: 'principal' })
    expect(principal.plane.shares[0]).toBeGreaterThanOrEqual(principal.plane.shares[1])
  })

  test('gives a code of one number a lane for each class', async () => {
    const { plane, points, labels } = await open(autoencoder(1))('codePlane', {
      count: 60,
      axes: 'principal',
    })
    labels.forEach((label, i) => {
      expect(Math.abs(points[2 * i + 1]! - label)).toBeLessThan(0.5)
    })
    expect([...codeOnPlane(plane, 1.5, 4)]).toEqual([1.5])
  })

  test('describes the training codes: their Gaussian, how Gaussian they are, and each coordinate', async () => {
    const ask = open(autoencoder(2))
    const { codes } = await ask('encodeImages', { part: 'train', count: 130 })
    const { mean, factor } = await ask('fitCodes', { count: 130, form: 'full' })
    const first = codes.values.filter((_, i) => i % 2 === 0)
    const average = first.reduce((sum, value) => sum + value, 0) / 130
    expect(mean[0]).toBeCloseTo(average, 5)
    const variance = first.reduce((sum, value) => sum + (value - average) ** 2, 0) / 130
    expect(factor[0]! ** 2).toBeCloseTo(variance, 5)
    expect(await ask('howGaussian', { count: 130 })).toMatch(/Gaussian/)
    const histograms = await ask('codeHistograms', { count: 130, from: 1, to: 9, bins: 10 })
    expect(histograms).toHaveLength(1)
    expect([...histograms[0]!.counts].reduce((sum, n) => sum + n, 0)).toBe(130)
  })

  test('finds the training image itself, and calls it a copy', async () => {
    const ask = open(autoencoder(2))
    const pixels = Float32Array.from(data.train.pixels.subarray(7 * 36, 8 * 36), byte => byte / 255)
    const found = await ask('nearestTraining', { pixels })
    expect(found).toMatchObject({ place: 7, label: 1, verdict: { kind: 'copy' } })
    expect(found.mse).toBeCloseTo(0, 8)
    const other = await ask('nearestTraining', { pixels: pixels.map(value => 0.7 - value) })
    expect(other.verdict.kind).not.toBe('copy')
  })
})
