import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRest } from '../../../src/editor/inside/rest.ts'

describe('a rest between two looks', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** Whether a promise is resolved by now. */
  async function isDone(promise: Promise<void>): Promise<boolean> {
    let isResolved = false
    void promise.then(() => {
      isResolved = true
    })
    await vi.advanceTimersByTimeAsync(0)
    return isResolved
  }

  it('lasts as long as it was asked to', async () => {
    const taken = createRest().take(5000)
    await vi.advanceTimersByTimeAsync(4999)
    expect(await isDone(taken)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await isDone(taken)).toBe(true)
  })

  it('ends at once for somebody in a hurry, and only that one', async () => {
    const rest = createRest()
    const first = rest.take(5000)
    rest.end()
    expect(await isDone(first)).toBe(true)
    expect(await isDone(rest.take(5000))).toBe(false)
  })

  it('is left out where somebody was in a hurry before it began', async () => {
    const rest = createRest()
    rest.end()
    expect(await isDone(rest.take(5000))).toBe(true)
    expect(await isDone(rest.take(5000))).toBe(false)
  })
})
