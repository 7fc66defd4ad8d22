/** Finds the printed model in what was copied with it: prompts, calls of print, messages before and behind. */
import type { PrintedFault, PrintedNote } from './values.ts'

/** The text from the model on, with as many lines before it as there were. */
export interface Excerpt {
  readonly text: string
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
}

/** What a session shows besides the model: prompts, and the call that prints. */
const prompt = /^\s*(?:>>>|\.\.\.|In \[\d*\]:|[$%#]|print\()/

/** What stands before a model on its own line: the mark of a result, or the method that was printed in place of the model. */
const prefix = /^\s*(?:Out\s?\[\d+\]:\s*|<bound method [\w.]+ of )/

/** A class with arguments, or one whose children follow on the next lines. */
const start = /^\s*(?:[A-Z]\w*\s*\(|[A-Za-z_][\w.]*\($)/

const source = /\bnn\.[A-Za-z]\w*\(|^\s*(?:class \w+|def \w+|import \w+|from [\w.]+ import|self\.\w+ =)/

const child = /^\s*\([^()]+\):/

/** Terminals write colours as escape sequences. */
const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')

/** Passes over what is before the model, says so by line, and tells source from printed text. */
export function excerptOf(given: string): Excerpt {
  const lines = given.replace(/\r\n?/g, '\n').replace(colours, '').split('\n')
  const first = lines.findIndex(line => {
    const rest = line.replace(prefix, '')
    return child.test(line) || (start.test(rest.trimEnd()) && !prompt.test(line) && !source.test(line))
  })
  if (first < 0) {
    const at = lines.findIndex(line => source.test(line))
    const message = 'This is Python source: run print(model) in Python, and paste what that writes.'
    const faults = at < 0 ? [] : [{ line: at + 1, message }]
    return { text: lines.join('\n'), notes: [], faults }
  }
  const before = lines.slice(0, first).findIndex(line => line.trim() !== '' && !prompt.test(line))
  const text = lines.map((line, i) => (i < first ? '' : i === first ? line.replace(prefix, '') : line))
  const notes =
    before < 0 ? [] : [{ line: before + 1, message: 'What is written before the model is not read.' }]
  return { text: text.join('\n'), notes, faults: [] }
}

/** True where what follows a model is no more than a prompt, or the end of what stood around it. */
export const isMereEnd = (rest: string): boolean =>
  rest.split('\n').every(line => /^\s*>?\s*$/.test(line) || prompt.test(line))

/** True where what follows a model can only belong to it. */
export const isMoreOfModel = (rest: string): boolean => /^\s*(?:\)|\([^()\n]+\):)/.test(rest)
