import { describe, expect, test } from 'vitest'
import {
  printSchedule,
  scheduleCsv,
  scheduleOf,
  schedulePath,
  scheduleWords,
} from '../../src/editor/dock/train/scheduleFigure.ts'
import { defaultTraining } from '../../src/graph/document.ts'
import { fullTraining } from '../../src/graph/training.ts'

const training = fullTraining({
  ...defaultTraining,
  ...{ learningRate: 0.01, batchSize: 100, epochs: 2, schedule: 'CosineAnnealingLR', warmupSteps: 3 },
})

describe('the picture of a schedule', () => {
  test('has as many steps as the data that is trained on gives', () => {
    expect(scheduleOf(training, 600).total).toBe(12)
    expect(scheduleWords(scheduleOf(training, 950))).toMatch(/^learningRate from \S+ to \S+ in 20 steps$/)
  })

  test('goes from the first step at its left to the last at its right, the peak at its top', () => {
    const box = { left: 10, top: 5, width: 100, height: 40 }
    const path = schedulePath(scheduleOf(training, 600), box)
    const points = path
      .slice(1)
      .split('L')
      .map(point => point.split(' ').map(Number))
    expect(points).toHaveLength(12)
    expect([points[0]![0], points.at(-1)![0]]).toEqual([10, 110])
    expect(Math.min(...points.map(([, y]) => y!))).toBe(5)
    expect(points.at(-1)![1]).toBeGreaterThan(40)
  })

  test('is a figure with both axes, and a table of every step', () => {
    const svg = printSchedule(scheduleOf(training, 60_000))
    expect(svg).toContain('>learningRate</text>')
    expect(svg).toContain('>steps</text>')
    expect(svg).toContain('>1,000</text>')
    expect(svg).toContain('>0.01</text>')
    expect(svg).not.toContain('NaN')
    const lines = scheduleCsv(scheduleOf(training, 600)).trim().split('\n')
    expect(lines[0]).toBe('step,learning_rate')
    expect(lines[4]).toBe('4,0.01')
    expect(lines).toHaveLength(13)
  })
})
