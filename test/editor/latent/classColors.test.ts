import { describe, expect, test } from 'vitest'
import { classColor, legendOf, markOf } from '../../../src/editor/latent/classColors.ts'

describe('classes on the plane', () => {
  test('are marked by their names where these are short, and need no legend then', () => {
    expect(markOf(['3', '7', '10'], 2)).toBe('10')
    expect(legendOf(['3', '7', '10'])).toEqual([])
  })

  test('are numbers with a legend where names are long', () => {
    expect(markOf(['cat', 'dog'], 1)).toBe('1')
    expect(legendOf(['cat', 'dog'])[1]).toEqual({ color: classColor(1), name: '1 dog' })
    const many = legendOf(Array.from({ length: 40 }, (_, i) => `class ${i}`))
    expect(many).toHaveLength(25)
    expect(many.at(-1)?.name).toBe('and 16 more')
  })
})
