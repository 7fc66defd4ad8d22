/** How well a text answers what was typed: 0 for not at all, most for a beginning, then capitals, then letters in order. */
export function score(text: string, typed: string): number {
  const [name, part] = [text.toLowerCase(), typed.trim().toLowerCase()]
  if (part === '') return 1
  if (name.startsWith(part)) return 4
  const capitals = text.replace(/[^A-Z0-9]/g, '').toLowerCase()
  if (capitals.startsWith(part)) return 3
  if (name.includes(part)) return 2.5
  let at = -1
  let gaps = 0
  for (const letter of part) {
    const next = name.indexOf(letter, at + 1)
    if (next < 0) return 0
    gaps += next - at - 1
    at = next
  }
  return 1 + 1 / (1 + gaps)
}

/** The items that answer what was typed, the best first; equals stay in their order. */
export const rank = <T>(items: readonly T[], typed: string, nameOf: (item: T) => string): readonly T[] =>
  items
    .map(item => ({ item, value: score(nameOf(item), typed) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .map(({ item }) => item)
