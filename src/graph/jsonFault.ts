import type { Fault } from './fault.ts'

/** Where a text stops being JSON. The words of `JSON.parse` differ from engine to engine and often name no place. */
export function jsonFault(text: string): Fault {
  const offset = brokenAt(text)
  const before = text.slice(0, offset).split('\n')
  const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`
  const rest = text.slice(offset, offset + 20).match(/^[^\s,:[\]{}]+|^\S/)?.[0]
  const found = rest === undefined ? 'the text ends' : `${JSON.stringify(rest)} is out of place`
  return { path: '', message: `This is not JSON: ${found} at ${place}.` }
}

/** What may come next; `more` is a comma or the end of the list or object. */
type Expected = 'value' | 'first item' | 'key' | 'first key' | 'colon' | 'more' | 'end'

const scalar = /-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,9})?|true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** The offset of the first token that JSON does not allow there, or the length of the text. */
function brokenAt(text: string): number {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let at = 0
  const afterValue = (): Expected => (open.length > 0 ? 'more' : 'end')
  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
    const mark = text[at]
    const inside = open.at(-1)
    const takesValue: boolean = expected === 'value' || expected === 'first item'
    const takesKey: boolean = expected === 'key' || expected === 'first key'
    const closes: boolean =
      (mark === ']' && inside === '[' && (expected === 'more' || expected === 'first item')) ||
      (mark === '}' && inside === '{' && (expected === 'more' || expected === 'first key'))
    let end = at + 1
    if (closes) {
      open.pop()
      expected = afterValue()
    } else if (takesValue && (mark === '[' || mark === '{')) {
      open.push(mark)
      expected = mark === '[' ? 'first item' : 'first key'
    } else if ((takesValue || takesKey) && mark === '"') {
      end = stringEnd(text, at)
      expected = takesKey ? 'colon' : afterValue()
    } else if (takesValue) {
      end = matchEnd(scalar, text, at)
      expected = afterValue()
    } else if (expected === 'colon' && mark === ':') {
      expected = 'value'
    } else if (expected === 'more' && mark === ',') {
      expected = inside === '[' ? 'value' : 'key'
    } else {
      return at
    }
    if (end <= at) return at
    at = end
  }
}

/** The offset behind the string that starts at `at`, or `at` itself where it has no end or a character too many. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; ) {
    if (text[i] === '"') return i + 1
    if (text[i]! < ' ') return at
    const next: number = text[i] === '\\' ? matchEnd(escaped, text, i) : i + 1
    if (next === i) return at
    i = next
  }
  return at
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
