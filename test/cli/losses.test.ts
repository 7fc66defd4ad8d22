import { describe, expect, test } from 'vitest'
import { hourglass } from './hourglass.ts'

const limits = [
  '--backend',
  'wasm',
  '--steps',
  '2',
  '--train-limit',
  '64',
  '--test-limit',
  '64',
  '--batch',
  '16',
]

describe('models with a loss on the canvas', () => {
  test('a classifier is summed up by its loss and its accuracy', async () => {
    const { code, err, lines } = await hourglass('train', 'classifier', ...limits, '--json')
    expect([code, err]).toEqual([0, ''])
    const summary = lines<Record<string, number>>().at(-1)!
    expect(Object.keys(summary)).toEqual([
      'done',
      'backend',
      'steps',
      'trainLoss',
      'testLoss',
      'accuracy',
      'secondsPerStep',
    ])
    expect(summary.testLoss).toBeGreaterThan(1)
    expect(summary.accuracy! * 64).toBeCloseTo(Math.round(summary.accuracy! * 64), 6)
  })

  test('super-resolution is measured by MSE against the whole image', async () => {
    const { code, err, lines } = await hourglass('train', 'super-resolution', ...limits, '--json')
    expect([code, err]).toEqual([0, ''])
    expect(Object.keys(lines<object>().at(-1)!)).toEqual([
      'done',
      'backend',
      'steps',
      'trainMse',
      'testMse',
      'secondsPerStep',
    ])
  })

  test('for people, test errors have their names', async () => {
    const { code, out, err } = await hourglass('train', 'classifier', ...limits)
    expect(code).toBe(0)
    expect(`${err}${out}`).toMatch(/test cross-entropy \d\.\d{4}, accuracy \d+\.\d\d %/)
  })

  test('shapes lists both outputs of an Input, and a loss as a scalar', async () => {
    const { code, lines } = await hourglass('shapes', 'classifier', '--json')
    expect(code).toBe(0)
    const [{ nodes }] = lines<{ nodes: Record<string, unknown>[] }>() as [
      { nodes: Record<string, unknown>[] },
    ]
    expect(nodes[0]).toMatchObject({ id: 'image', output: [1, 28, 28], outputs: [[1, 28, 28], []] })
    expect(nodes.at(-1)).toMatchObject({
      id: 'entropy1',
      type: 'CrossEntropyLoss',
      output: [],
      parameters: 0,
    })
    const table = await hourglass('shapes', 'classifier')
    expect(table.out).toMatch(/image +Input +1×28×28/)
    expect(table.out).toMatch(/entropy1 +CrossEntropyLoss +scalar/)
  })
})
