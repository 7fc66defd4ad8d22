import type { NodeLines } from '../../formats/typescript.ts'

/** The node that a line (from 1) belongs to. */
export const nodeAt = (lines: readonly NodeLines[], line: number): string | undefined =>
  lines.find(({ from, to }) => line >= from && line <= to)?.node

/** "line 7", "lines 7 and 22–24"; undefined where there are none. */
export function linesText(ranges: readonly Pick<NodeLines, 'from' | 'to'>[]): string | undefined {
  if (ranges.length === 0) return undefined
  const parts = ranges.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`))
  const list =
    parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]!}`
  return `${parts.length === 1 && ranges[0]!.from === ranges[0]!.to ? 'line' : 'lines'} ${list}`
}

/** Lines to be replaced: `count` of them behind the first `start`, by `lines`. */
export interface LineEdit {
  readonly start: number
  readonly count: number
  readonly lines: readonly string[]
}

/** The one edit between two texts that leaves alone what both begin and end with; undefined where they are equal. */
export function lineEdit(before: readonly string[], after: readonly string[]): LineEdit | undefined {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  if (start === before.length && start === after.length) return undefined
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { start, count: before.length - start - end, lines: after.slice(start, after.length - end) }
}
