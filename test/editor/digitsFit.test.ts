import { expect, test } from 'vitest'
import { fitDigits } from '../../src/editor/dock/train/digitsFit.ts'

const digits = { count: 10, height: 28, width: 28, rows: 3 }
const room = (width: number, height = 178) => ({ width, height })

test('ten digits stand beside the names of their rows where they fit', () => {
  expect(fitDigits(room(365), digits)).toEqual({ scale: 1, shown: 10, isStacked: false })
  expect(fitDigits(room(800, 400), digits)).toEqual({ scale: 2, shown: 10, isStacked: false })
})

test('in a narrow window the names go above the rows, so that all ten are seen', () => {
  expect(fitDigits(room(300), digits)).toEqual({ scale: 1, shown: 10, isStacked: true })
})

test('of images that fit in neither way as many are shown as there is room for, whole ones', () => {
  expect(fitDigits(room(300), { ...digits, height: 64, width: 64 })).toEqual({
    ...{ scale: 1, shown: 4, isStacked: true },
  })
  expect(fitDigits(room(20), digits).shown).toBe(1)
})

test('maximised, the digits take the height that they need', () => {
  expect(fitDigits({ ...room(1400, 90), isTall: true }, digits)).toEqual({
    ...{ scale: 4, shown: 10, isStacked: false },
  })
})
