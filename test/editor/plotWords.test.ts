import { expect, test } from 'vitest'
import { baselineClearOf } from '../../src/editor/chart/plotParts.ts'

const pca = { left: 100, width: 80, baseline: 200 }

test('words in a plot stay where they are when they touch no others', () => {
  expect(baselineClearOf({ left: 100, width: 80, baseline: 180 }, [pca], 13)).toBe(180)
  expect(baselineClearOf({ left: 10, width: 80, baseline: 200 }, [pca], 13)).toBe(200)
})

test('the error of a test that is PCA’s nearly exactly is written above PCA’s', () => {
  expect(baselineClearOf({ left: 90, width: 90, baseline: 196 }, [pca], 13)).toBe(187)
})

test('words climb over each line that is in their way', () => {
  const crossing = { left: 120, width: 40, baseline: 190 }
  expect(baselineClearOf({ left: 90, width: 90, baseline: 196 }, [pca, crossing], 13)).toBe(177)
})
