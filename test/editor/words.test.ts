import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { formatSizes, readNumber, readSizes } from '../../src/editor/inspector/readValues.ts'
import { findLayers } from '../../src/editor/palette/sections.ts'
import {
  formatBytes,
  formatCount,
  formatLoss,
  formatSeconds,
  formatShort,
  plural,
} from '../../src/editor/ui/numbers.ts'

describe('numbers as a person reads them', () => {
  test('counts, losses, bytes and times', () => {
    expect(formatCount(16416)).toBe('16,416')
    expect(formatCount(-2)).toBe('−2')
    expect(plural(1, 'problem')).toBe('1 problem')
    expect(plural(9, 'node')).toBe('9 nodes')
    expect(formatShort(12_200_000)).toBe('12.2 M')
    expect(formatLoss(0.03741)).toBe('0.0374')
    expect(formatLoss(0.0000123)).toBe('1.23e−5')
    expect(formatBytes(4 * 32 * 9 * 9)).toBe('10.1 KiB')
    expect(formatSeconds(55.2)).toBe('55 s')
    expect(formatSeconds(185)).toBe('3 min 05 s')
  })
})

describe('typed values', () => {
  const { outChannels } = registry.get('Conv2d')!.params
  const { shape } = registry.get('Input')!.params

  test('a number is read with either minus sign, and text is none', () => {
    expect(readNumber('32', outChannels!)).toEqual({ value: 32 })
    expect(readNumber('', outChannels!)).toHaveProperty('expected')
    expect(readNumber('0x10', outChannels!)).toHaveProperty('expected')
    expect(readNumber('−3', outChannels!)).toHaveProperty('expected')
  })

  test('sizes are read with any separator', () => {
    for (const text of ['1×28×28', '1x28x28', '1, 28, 28', '[1 28 28]']) {
      expect(readSizes(text, shape!)).toEqual({ value: [1, 28, 28] })
    }
    expect(readSizes('1×', shape!)).toHaveProperty('expected')
    expect(formatSizes([-1, 4, 4])).toBe('−1×4×4')
  })
})

describe('the search for layers', () => {
  const found = (query: string) =>
    findLayers(query).flatMap(section => section.definitions.map(definition => definition.type))

  test('begins with names that begin so', () => {
    expect(found('conv')[0]).toBe('Conv2d')
    expect(found('lin')[0]).toBe('Linear')
    expect(found('unfl')).toEqual(['Unflatten'])
  })

  test('finds nothing for a word of no layer', () => {
    expect(found('zzz')).toEqual([])
  })
})
