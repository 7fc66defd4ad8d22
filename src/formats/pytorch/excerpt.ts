/** Finds the printed model in what was copied with it: prompts, calls of print, messages before and behind. */
import { foreignText } from './foreign.ts'
import type { PrintedFault, PrintedNote } from './values.ts'

/** The text from the model on, with as many lines before it as there were. */
export interface Excerpt {
  readonly text: string
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
}

/** What a session shows besides the model: prompts, the call that prints, and the fence of a block of text. */
const prompt = /^\s*(?:>>>|\.\.\.|In \[\d*\]:|[$%#]|print\(|```\w*$)/

/** What stands before a model on its own line: the mark of a result, or the method that was printed in place of the model. */
const prefix = /^\s*(?:Out\s?\[\d+\]:\s*|<bound method [\w.]+ of )/

/** A class with arguments, or one whose children follow on the next lines. */
const start = /^\s*(?:(?!OrderedDict)[A-Z]\w*\((?!.*,$)|[A-Za-z_][\w.]*\s?\($)/

/** The end of a line that opens a model, whatever a log or a call of print has written before it. */
const opening = /[A-Za-z_][\w.]*\s?\($/

const source =
  /\bnn\.[A-Za-z]\w*\(|^\s*(?:class \w+|def \w+|import \w+|from [\w.]+ import|self\.\w+ =|\w+ = (?:(?!keras|tf)[\w.]+\.)?Sequential\()/

const child = /^\s*\([^()]+\):/

const esc = String.fromCharCode(27)

/** Terminals write colours, links and movements of their cursor as escape sequences (ECMA-48, 5.4 and 8.3.89). */
const escapes = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\n\\u0007${esc}]*(?:\\u0007|${esc}\\\\))`,
  'g',
)

/** Marks that every line has where a model is quoted in a mail, a comment or a table, and numbers of lines. */
const margins = [/^\s*(?:>(?!>)|#|\||\*|\/\/)[ \t]?/, /^\s*\d+[:.|]?[ \t]/]

/** Passes over what is before the model, says so by line, and tells source from printed text. */
export function excerptOf(given: string): Excerpt {
  const lines = withoutMargin(given.replace(/\r\n?/g, '\n').replace(escapes, '').split('\n'))
  const packed = lines.findIndex(line => /\w\(\\n\s*\([^()]+\):/.test(line))
  if (packed >= 0) {
    const message = 'Line breaks are written as \\n here: paste what print(model) writes, and not its repr.'
    return { text: lines.join('\n'), notes: [], faults: [{ line: packed + 1, message }] }
  }
  const first = lines.findIndex((line, i) => startAt(lines, i) !== undefined || child.test(line))
  if (first < 0) {
    const foreign = sourceFault(lines) ?? foreignText(lines)
    return { text: lines.join('\n'), notes: [], faults: foreign ? [foreign] : [] }
  }
  const at = startAt(lines, first)
  if (at === undefined) {
    const message =
      'The text starts inside of a model: copy it from its first line on, such as Sequential( for example.'
    return {
      text: lines.join('\n'),
      notes: [],
      faults: [sourceFault(lines.slice(0, first)) ?? { line: first + 1, message }],
    }
  }
  const before = lines.slice(0, first).findIndex(line => line.trim() !== '' && !prompt.test(line))
  const text = lines.map((line, i) => (i < first ? '' : i === first ? line.slice(at) : line))
  const notes =
    before < 0 ? [] : [{ line: before + 1, message: 'What is written before the model is not read.' }]
  return { text: text.join('\n'), notes, faults: [] }
}

/** Where on this line a model starts; undefined where none does. */
function startAt(lines: readonly string[], index: number): number | undefined {
  const line = lines[index]!
  const marked = prefix.exec(line)?.[0].length ?? 0
  if (start.test(line.slice(marked).trimEnd()) && !prompt.test(line) && !source.test(line)) return marked
  const open = child.test(lines[index + 1] ?? '') && !child.test(line) && opening.exec(line.trimEnd())
  return open ? open.index : undefined
}

function withoutMargin(lines: readonly string[]): readonly string[] {
  const written = lines.filter(line => line.trim() !== '')
  const margin = written.length > 1 && margins.find(each => written.every(line => each.test(line)))
  return margin ? lines.map(line => line.replace(margin, '')) : lines
}

function sourceFault(lines: readonly string[]): PrintedFault | undefined {
  const at = lines.findIndex(line => source.test(line))
  const message = 'This is Python source: run print(model) in Python, and paste what that writes.'
  return at < 0 ? undefined : { line: at + 1, message }
}

/** True where what follows a model is no more than a prompt, or the end of what stood around it. */
export const isMereEnd = (rest: string): boolean =>
  rest.split('\n').every(line => /^\s*[>`}\]]?\s*$/.test(line) || prompt.test(line))

/** True where what follows a model can only belong to it. */
export const isMoreOfModel = (rest: string): boolean => /^\s*(?:\)|\([^()\n]+\):)/.test(rest)

/** The class of another model that follows a model, as in a tuple of two; undefined where none does. */
export const nextModel = (rest: string): string | undefined =>
  /^[\s,]*(?:'[^'\n]*':\s*)?([A-Z]\w*)\s?\((?:[^\n]*\)[ \t]*(?=\n|$)|[ \t]*\n\s*\([^()\n]+\):)/.exec(
    rest,
  )?.[1]
