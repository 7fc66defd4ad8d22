/** Pieces of TypeScript text: literals, comments, and lists that are filled up to 80 columns. */
import type { Json } from '../../graph/definition.ts'

/** The width that printed code keeps to. */
export const COLUMNS = 80

/** A string literal in single quotes; nothing in it can end it or the line. */
export const quote = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')}'`

/** Text that may stand in a block comment: one line, no control characters, nothing that closes the comment. */
export function commentText(text: string, longest = 60): string {
  const line = text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('*/', '* /')
    .trim()
  const letters = [...line]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line
}

/** A property name, in quotes where the language asks for them. */
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

/** A JSON value as a literal on one line. */
export function literal(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (value === null || typeof value !== 'object') return String(value)
  return isList(value) ? `[${value.map(literal).join(', ')}]` : inline(objectOf(propertiesOf(value)))
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** The properties of an object as printed text, in order. */
export const propertiesOf = (value: { readonly [key: string]: Json }): string[] =>
  Object.entries(value).map(([name, item]) => property(name, literal(item)))

/** `name: value`, where the value is code already. */
export const property = (name: string, code: string): string => `${key(name)}: ${code}`

/** Code that is written on one line or, where it is too long, filled between its brackets. */
export type Code = string | { readonly brackets: '{}' | '[]'; readonly items: readonly string[] }

export const objectOf = (items: readonly string[]): Exclude<Code, string> => ({ brackets: '{}', items })
export const listOf = (items: readonly string[]): Exclude<Code, string> => ({ brackets: '[]', items })

/** The code on one line. */
export const inline = (code: Code): string => {
  if (typeof code === 'string') return code
  const space = code.brackets === '{}' && code.items.length > 0 ? ' ' : ''
  return `${code.brackets[0]}${space}${code.items.join(', ')}${space}${code.brackets[1]}`
}

/** Items with commas behind them, as many on a line as fit. */
export function fill(items: readonly string[], indent: string): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${item},`.length <= COLUMNS)
      lines[lines.length - 1] = `${last} ${item},`
    else lines.push(`${indent}${item},`)
  }
  return lines
}

/**
 * A call as lines: on one line where it fits, else with its last argument filled between its brackets, else with every
 * argument on lines of its own. `before` and `after` stand around the call: `const a = ` and `;`.
 */
export function callLines(
  indent: string,
  before: string,
  callee: string,
  args: readonly Code[],
  after: string,
): string[] {
  const whole = `${indent}${before}${callee}(${args.map(inline).join(', ')})${after}`
  if (whole.length <= COLUMNS) return [whole]
  const last = args.at(-1)
  if (last !== undefined && typeof last !== 'string') {
    const head = `${indent}${before}${callee}(${[...args.slice(0, -1).map(inline), last.brackets[0]].join(', ')}`
    if (head.length <= COLUMNS) {
      return [head, ...fill(last.items, `${indent}  `), `${indent}${last.brackets[1]})${after}`]
    }
  }
  const inner = `${indent}  `
  return [
    `${indent}${before}${callee}(`,
    ...args.flatMap(arg => {
      const line = `${inner}${inline(arg)},`
      return line.length <= COLUMNS || typeof arg === 'string'
        ? [line]
        : [`${inner}${arg.brackets[0]}`, ...fill(arg.items, `${inner}  `), `${inner}${arg.brackets[1]},`]
    }),
    `${indent})${after}`,
  ]
}

/** Brackets with what stands around them: on one line where that fits, else with every item on a line of its own. */
export function bracketLines(before: string, code: Exclude<Code, string>, after: string): string[] {
  const line = `${before}${inline(code)}${after}`
  if (line.length <= COLUMNS) return [line]
  const indent = /^ */.exec(before)![0]
  return [
    `${before}${code.brackets[0]}`,
    ...code.items.map(item => `${indent}  ${item},`),
    `${indent}${code.brackets[1]}${after}`,
  ]
}
