/** Ten colours that are told apart on black; the digit at the middle of each class says what they mean. */
const colors = [
  '#7cc7f2',
  '#e0616e',
  '#e8d05a',
  '#3fb893',
  '#9a8bff',
  '#d05fb4',
  '#aaa63c',
  '#f2865e',
  '#5f9bea',
  '#bdc0c8',
] as const

/** What stands at the middle of a class: its name where all names are as short as digits, else its number. */
export const markOf = (classNames: readonly string[], label: number): string =>
  isShort(classNames) ? (classNames[label] ?? '') : String(label)

/** A class with its colour. */
export interface LegendEntry {
  readonly color: string
  readonly name: string
}

/** Classes that a legend names. */
const mostEntries = 24

/** What the numbers at the middles of the classes mean, "1 dog"; nothing where these are marked by their names. */
export function legendOf(classNames: readonly string[]): readonly LegendEntry[] {
  if (isShort(classNames)) return []
  const entries = classNames.map((name, label) => ({ color: classColor(label), name: `${label} ${name}` }))
  const more = entries.length - mostEntries
  return more <= 0
    ? entries
    : [...entries.slice(0, mostEntries), { color: 'transparent', name: `and ${more} more` }]
}

const isShort = (classNames: readonly string[]): boolean => classNames.every(name => name.length <= 2)

/** The colour of a class; they begin again after ten. */
export const classColor = (label: number): string => colors[label % colors.length]!
