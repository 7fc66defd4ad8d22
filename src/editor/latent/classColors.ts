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

/** The colour of a class; they begin again after ten. */
export const classColor = (label: number): string => colors[label % colors.length]!
