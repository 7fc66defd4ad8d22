/**
 * How well a command fits what was typed, from 0 to 1: 0 does not fit. Words that stand in its name come before words
 * that belong to it, and both before letters that are merely found in this order somewhere (`loosely`, from 0 to 1), so
 * that a command's own name always finds it first.
 * @param words the command's name, then whatever else it may be found by.
 */
export function commandScore(typed: string, words: readonly string[], loosely: number): number {
  const [name = '', ...others] = words.map(word => word.toLowerCase())
  const search = typed.toLowerCase().trim()
  const parts = search.split(/\s+/).filter(part => part !== '')
  if (parts.length === 0) return 1
  if (name === search) return 1
  if (name.startsWith(search)) return 0.95
  if (begins(name, search)) return 0.9
  if (parts.every(part => begins(name, part))) return 0.8
  const all = [name, ...others].join(' ')
  if (parts.every(part => begins(all, part))) return 0.6
  if (parts.every(part => all.includes(part))) return 0.4
  return 0.3 * loosely
}

/** True where a word of the text begins so. */
const begins = (text: string, part: string): boolean =>
  text.startsWith(part) || text.includes(` ${part}`) || text.includes(`-${part}`)
