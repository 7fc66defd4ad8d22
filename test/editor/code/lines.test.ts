import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileName } from '../../../src/editor/code/download.ts'
import { lineEdit, linesText, nodeAt } from '../../../src/editor/code/lines.ts'

describe('lines of a node', () => {
  const lines = [
    { node: 'conv3', from: 7, to: 7 },
    { node: 'conv3', from: 22, to: 24 },
    { node: 'relu3', from: 25, to: 25 },
  ]

  test('are found by the line under the cursor', () => {
    expect([6, 7, 22, 24, 25, 26].map(line => nodeAt(lines, line))).toEqual([
      undefined,
      'conv3',
      'conv3',
      'conv3',
      'relu3',
      undefined,
    ])
  })

  test('are told in words', () => {
    expect(linesText(lines.slice(0, 2))).toBe('lines 7 and 22–24')
    expect(linesText(lines)).toBe('lines 7, 22–24 and 25')
    expect(linesText(lines.slice(2))).toBe('line 25')
    expect(linesText(lines.slice(1, 2))).toBe('lines 22–24')
    expect(linesText([])).toBeUndefined()
  })
})

describe('an edit of lines', () => {
  const apply = (before: readonly string[], after: readonly string[]) => {
    const edit = lineEdit(before, after)
    return edit ? before.toSpliced(edit.start, edit.count, ...edit.lines) : before
  }
  const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })

  test('leads from the one text to the other', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(apply(before, after)).toEqual(after)
      }),
    )
  })

  test('touches only what differs', () => {
    expect(lineEdit(['a', 'b', 'c'], ['a', 'x', 'y', 'c'])).toEqual({ start: 1, count: 1, lines: ['x', 'y'] })
    expect(lineEdit(['a', 'b'], ['a', 'b'])).toBeUndefined()
  })
})

test('a file is named like its document, in plain letters', () => {
  expect(fileName('Reference autoencoder')).toBe('reference-autoencoder')
  expect(fileName('  Öl/../x*: 2 ')).toBe('ol-x-2')
  expect(fileName('漢字')).toBe('model')
})
