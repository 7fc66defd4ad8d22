import { describe, expect, it } from 'vitest'
import { actionSections } from '../../../src/editor/actions/action.ts'
import { allActions } from '../../../src/editor/actions/allActions.ts'
import { fittingActions } from '../../../src/editor/actions/CommandPalette.tsx'
import { commandScore } from '../../../src/editor/actions/commandScore.ts'

/** The label of the command that comes first for what was typed. */
const firstFor = (typed: string) => fittingActions(typed)[0]?.inside[0]?.label()

describe('the list of commands', () => {
  it('finds every command first by its own name', () => {
    for (const action of allActions().filter(({ id }) => id !== 'commands'))
      expect(firstFor(action.label())).toBe(action.label())
  })

  it('puts words of a name before letters that are found somewhere', () => {
    expect(firstFor('feature maps')).toBe('Show or hide feature maps')
    expect(firstFor('maps feature')).toBe('Show or hide feature maps')
    expect(firstFor('convtr')).toBe('Add ConvTranspose2d')
  })

  it('stand in their usual order before anything is typed', () => {
    const order = actionSections.filter(name => allActions().some(({ section }) => section === name))
    expect(fittingActions('').map(({ section }) => section)).toEqual(order)
  })

  it('still finds a command by letters in their order', () => {
    expect(commandScore('cnv', ['Add Conv2d'], 0.5)).toBeCloseTo(0.15)
    expect(commandScore('xyz', ['Add Conv2d'], 0)).toBe(0)
    expect(commandScore('', ['Add Conv2d'], 0)).toBe(1)
  })
})
