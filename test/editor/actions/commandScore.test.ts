import { defaultFilter } from 'cmdk'
import { describe, expect, it } from 'vitest'
import { allActions } from '../../../src/editor/actions/allActions.ts'
import { commandScore } from '../../../src/editor/actions/commandScore.ts'

/** The label of the command that comes first for what was typed. */
function firstFor(typed: string): string {
  const scored = allActions().map(action => {
    const words = [action.label(), action.section, ...(action.words ?? [])]
    return {
      label: action.label(),
      score: commandScore(typed, words, defaultFilter(action.id, typed, words)),
    }
  })
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).label
}

describe('the list of commands', () => {
  it('finds every command first by its own name', () => {
    for (const action of allActions()) expect(firstFor(action.label())).toBe(action.label())
  })

  it('puts words of a name before letters that are found somewhere', () => {
    expect(firstFor('feature maps')).toBe('Show or hide feature maps')
    expect(firstFor('maps feature')).toBe('Show or hide feature maps')
    expect(firstFor('convtr')).toBe('Add ConvTranspose2d')
  })

  it('still finds a command by letters in their order', () => {
    expect(commandScore('cnv', ['Add Conv2d'], 0.5)).toBeCloseTo(0.15)
    expect(commandScore('xyz', ['Add Conv2d'], 0)).toBe(0)
    expect(commandScore('', ['Add Conv2d'], 0)).toBe(1)
  })
})
