import { describe, expect, test } from 'vitest'
import {
  apart,
  axisName,
  comparisonNote,
  formatPlace,
  rangeOf,
} from '../../../src/editor/chart/comparison.ts'
import { printComparison } from '../../../src/editor/chart/comparisonSvg.ts'
import { fewer, placesUpTo } from '../../../src/editor/chart/plotParts.ts'
import { compareRuns } from '../../../src/editor/runs/compareRuns.ts'
import type { RunSummary } from '../../../src/editor/runs/runRecord.ts'
import { formatDate, standingOf } from '../../../src/editor/runs/words.ts'
import { yAxisSplits } from '../../../src/editor/ui/axes.ts'
import { comparisonCsv, curveCsv, readCurveCsv } from '../../../src/formats/curvesCsv.ts'

const run = (name: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id: name,
  name,
  document: '',
  network: 'Tiny',
  parameters: 20,
  status: 'done',
  notes: [],
  facts: {
    backend: 'cpu',
    reason: '',
    stepper: '',
    lossName: 'MSE',
    totalSteps: 4,
    stepsPerEpoch: 2,
    trainImages: 2,
    testImages: 2,
  },
  step: 4,
  seconds: 1,
  startedAt: 0,
  savedAt: 0,
  evaluations: [{ step: 2, epoch: 1, testLoss: 0.05 }],
  ...more,
})
const losses = (...values: number[]) => Float32Array.from(values)

describe('curves side by side', () => {
  test('share their steps; a shorter one ends earlier, what is not known leaves a gap', () => {
    const found = compareRuns([
      { run: run('a'), losses: losses(0.5, 0.25, 0.125, 0.0625) },
      { run: run('b'), losses: losses(1, Number.NaN) },
    ])
    expect(found).toMatchObject({ width: 1, xs: [1, 2, 3, 4], end: 4, unit: 'steps', lossNames: ['MSE'] })
    expect(found.curves.map(curve => curve.losses)).toEqual([
      [0.5, 0.25, 0.125, 0.0625],
      [1, null, null, null],
    ])
    expect(rangeOf(found, false)).toEqual([0, 1.05])
    expect(rangeOf(found, true)[0]).toBeCloseTo(0.05 * 0.85)
    expect(comparisonNote(found)).toBeUndefined()
  })

  test('are thinned by means where there are more steps than pixels, and say so', () => {
    const long = { run: run('a'), losses: Float32Array.from({ length: 4001 }, (_, i) => (i % 3) + 1) }
    const found = compareRuns([long])
    expect([found.width, found.xs[0], found.xs[1]]).toEqual([3, 2, 5])
    expect(found.curves[0]!.losses.slice(0, 3)).toEqual([2, 2, 2])
    expect(comparisonNote(found)).toBe('each point is the mean of 3 steps')
  })

  test('over epochs lie side by side where their batches differ; a coarser curve goes on between its points', () => {
    const b = run('b', { evaluations: [{ step: 1, epoch: 1, testLoss: 0.5 }] })
    const coarse = { ...b, facts: { ...b.facts, stepsPerEpoch: 1 } }
    const found = compareRuns(
      [
        { run: run('a'), losses: losses(0.5, 0.25, 0.125, 0.0625) },
        { run: coarse, losses: losses(1, 0.5, 0.25) },
      ],
      'epochs',
    )
    expect(found).toMatchObject({ unit: 'epochs', xs: [0.5, 1, 1.5, 2, 2.5, 3], end: 3 })
    expect(found.curves[0]!.losses).toEqual([0.5, 0.25, 0.125, 0.0625, null, null])
    expect(found.curves[1]!.losses).toEqual([undefined, 1, undefined, 0.5, undefined, 0.25])
    expect(found.curves.map(curve => curve.tests[0]!.x)).toEqual([1, 1])
    const svg = printComparison(found, true)
    expect(svg).toContain('>epochs<')
    expect(svg).toContain('at epoch 1<')
    // One stroke from the first to the last point of the coarse curve.
    expect(svg.match(/<path d="([^"]*)" fill="none" stroke="#0b7a62"/)?.[1]?.match(/M/g)).toHaveLength(1)
  })

  test('over time take each run at its mean speed, in a unit that can be read', () => {
    const slow = run('slow', { step: 4, seconds: 480, evaluations: [] })
    const found = compareRuns(
      [
        { run: slow, losses: losses(1, 1, 1, 1) },
        { run: run('fast', { step: 4, seconds: 240 }), losses: losses(2, 2, 2, 2) },
      ],
      'time',
    )
    expect(found).toMatchObject({ unit: 'min', end: 8, xs: [1, 2, 3, 4, 5, 6, 7, 8] })
    expect(found.curves[1]!.losses).toEqual([2, 2, 2, 2, null, null, null, null])
    expect(comparisonNote(found)).toBe('each run at its mean speed')
    expect(formatPlace(2.5, 'min')).toBe('2.5 min')
  })

  test('are held against a level, which the figure draws, names and marks where it was crossed', () => {
    const found = {
      ...compareRuns([{ run: run('a'), losses: losses(0.5, 0.25, 0.125) }]),
      level: { name: 'PCA, 2 dimensions', value: 0.01, crossedAt: 2 },
    }
    expect(rangeOf(found, true)[0]).toBeCloseTo(0.0085)
    const svg = printComparison(found, true)
    expect(svg).toContain('>PCA, 2 dimensions 0.0100, gone below at step 2<')
    expect(svg.match(/<circle/g)).toHaveLength(1)
  })

  test('of different losses are not called by one name', () => {
    const b = run('b')
    const other = { ...b, facts: { ...b.facts, lossName: 'cross-entropy' } }
    const found = compareRuns([
      { run: run('a'), losses: losses(1) },
      { run: other, losses: losses(2) },
    ])
    expect([axisName(found), comparisonNote(found)]).toEqual([
      'loss',
      'MSE and cross-entropy do not measure the same',
    ])
  })

  test('make a figure with every curve, test and name', () => {
    const svg = printComparison(
      compareRuns([
        { run: run('a < b'), losses: losses(0.5, 0.25) },
        { run: run('c'), losses: losses(0.5, 0.25) },
      ]),
      true,
    )
    expect(svg).toContain('a &lt; b')
    expect(svg.match(/stroke-linejoin/g)).toHaveLength(2)
    expect(svg.match(/l4 4l-4 4l-4 -4z/g)).toHaveLength(2)
    expect(svg).not.toContain('NaN')
  })

  test('the last step has a label of its own where it has room', () => {
    expect(placesUpTo(180)).toEqual([0, 50, 100, 180])
    expect(placesUpTo(200)).toEqual([0, 50, 100, 150, 200])
  })
})

test('of many tests those are marked that do not touch, the last one in any case', () => {
  const places = Array.from({ length: 100 }, (_, i) => i * 3)
  const kept = apart(places, place => place, 10)
  expect(kept.at(-1)).toBe(297)
  expect(kept).toHaveLength(25)
  expect(apart([0, 50, 100], place => place, 10)).toEqual([0, 50, 100])
})

test('an axis of losses has no more numbers than it has room for', () => {
  const splits = yAxisSplits(0.008, 60, true)
  expect(splits).toHaveLength(12)
  expect(fewer(splits, 12, true)).toEqual(splits)
  expect(fewer(splits, 7, true)).toEqual([0.01, 0.1, 1, 10])
  expect(fewer([0, 10, 20, 30, 40], 3, false)).toEqual([0, 20, 40])
})

describe('curves as tables', () => {
  const compared = { run: run('a "b"'), losses: losses(0.5, 0.25, Number.NaN) }

  test('have a line for each step, and are read back', () => {
    expect(curveCsv(compared)).toBe('step,batch_mse,test_mse\n1,0.5,\n2,0.25,0.05\n3,,\n')
    expect(readCurveCsv(curveCsv(compared))).toEqual(compared.losses)
    expect(curveCsv(compared, { pca_2_test_mse: 0.06 })).toContain('pca_2_test_mse\n1,0.5,,0.06\n')
    expect(comparisonCsv([compared])).toContain('"a ""b""",2,0.25,0.05,')
  })
})

describe('how a run stands', () => {
  const now = { elsewhere: new Set<string>(), runId: undefined, kind: 'idle' } as const
  const kindOf = (status: RunSummary['status'], more: object = {}) =>
    standingOf(run('a', { status }), { ...now, ...more }).kind

  test('one that nobody trains and that has not ended was interrupted', () => {
    expect(kindOf('running')).toBe('interrupted')
    expect(kindOf('running', { elsewhere: new Set(['a']) })).toBe('elsewhere')
    expect(kindOf('running', { runId: 'a', kind: 'running' })).toBe('training')
    expect(kindOf('paused', { runId: 'a', kind: 'paused' })).toBe('training')
    expect(kindOf('done', { runId: 'a', kind: 'finished' })).toBe('done')
  })

  test('its story tells why it failed, and what happened before', () => {
    const failed = run('a', { status: 'failed', notes: ['One.'], failure: 'Two.' })
    expect(standingOf(failed, now).story).toBe('One. Two.')
  })

  test('its date is as short as it can be', () => {
    const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
    const today = at(2026, 10, 23, 18, 0)
    expect(formatDate(at(2026, 10, 23, 9, 5), today)).toBe('today, 09:05')
    expect(formatDate(at(2026, 2, 3, 9, 5), today)).toBe('3 Mar, 09:05')
    expect(formatDate(at(2025, 2, 3, 9, 5), today)).toBe('3 Mar 2025')
  })
})
