import { describe, expect, test } from 'vitest'
import { countSentence, sharesSentence, tapsSentence } from '../../src/editor/artifacts/words.ts'

describe('what stands behind a pixel', () => {
  test('is said with the taps that see it directly and those that lie beyond the border', () => {
    const taps = [
      { at: 0, tap: 0, isBeyond: true },
      { at: 0, tap: 2 },
      { at: 1, tap: 0 },
    ] as const
    expect(tapsSentence('row', taps, 'reflect')).toBe(
      'rows 0, 1 by taps 2, 0; mirrored at the border: row 0 by tap 0',
    )
    expect(tapsSentence('column', taps.slice(0, 1), 'circular')).toBe('carried round: column 0 by tap 0')
    expect(tapsSentence('column', [])).toBe('no column')
  })

  test('is said with shares where pixels are copied or mixed', () => {
    expect(sharesSentence('row', [0, 0.75, 0.25])).toBe('rows 1, 2 by shares 0.75, 0.25')
    expect(sharesSentence('row', [0, 0, 1])).toBe('row 2')
    expect(sharesSentence('column', [-0.105, 0.879, 0.226])).toBe(
      'columns 0, 1, 2 by shares −0.105, 0.879, 0.226',
    )
    expect(sharesSentence('column', [0, 0])).toBe('no column')
  })

  test('begins with the count as a person says it', () => {
    expect(countSentence('Painted', 4, [8, 12])).toBe('Painted 4 times · row 8, col 12')
    expect(countSentence('Painted', 1, [0, 0])).toBe('Painted once · row 0, col 0')
    expect(countSentence('Reached', 0, [9, 9])).toBe('Never reached · row 9, col 9')
  })
})
