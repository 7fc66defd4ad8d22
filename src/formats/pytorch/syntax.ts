/**
 * The grammar of PyTorch's `print(model)`: `Name(arguments)`, or a name with children, each `(key): Name(…)` or, from
 * torch 2 on, `(0-3): 4 x Name(…)`. Line breaks and indentation mean nothing but where text cannot be read.
 */
import { excerptOf, isMereEnd, isMoreOfModel, nextModel } from './excerpt.ts'
import type { PrintedFault, PrintedNote, PrintedValue } from './values.ts'
import { longestText, ValueReader } from './values.ts'

/** One printed module, with the line (from 1) that it starts on. */
export interface PrintedModule {
  readonly name: string
  readonly line: number
  readonly args: readonly PrintedValue[]
  readonly kwargs: readonly (readonly [name: string, value: PrintedValue])[]
  readonly children: readonly PrintedChild[]
}

/** A child under each of its keys: several for `(0-3): 4 x …`, which counts from `from`. */
export interface PrintedChild {
  readonly key: string
  readonly repeat?: { readonly from: number; readonly count: number }
  readonly line: number
  readonly module: PrintedModule
}

/** No model that anyone prints is nested deeper. */
const deepest = 64

/** Reads a printed module; faults of single children do not keep the others from being read. */
export function parsePrinted(text: string): {
  readonly module?: PrintedModule
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
} {
  if (text.length > longestText) {
    const message = `The text has ${text.length} characters; at most ${longestText} are read.`
    return { notes: [], faults: [{ line: 1, message }] }
  }
  const excerpt = excerptOf(text)
  if (excerpt.faults.length > 0) return { notes: [], faults: excerpt.faults }
  const parser = new Parser(excerpt.text)
  try {
    const module = parser.whole()
    return { module, notes: [...excerpt.notes, ...parser.notes], faults: parser.faults }
  } catch (error) {
    if (error instanceof Unreadable) return { notes: [], faults: [...parser.faults, error.fault] }
    throw error
  }
}

/** Where the text stops being a printed model; what follows cannot be told apart. */
class Unreadable extends Error {
  constructor(readonly fault: PrintedFault) {
    super(fault.message)
  }
}

class Parser extends ValueReader {
  readonly faults: PrintedFault[] = []
  readonly notes: PrintedNote[] = []

  whole(): PrintedModule {
    this.skip(/\s*/y)
    const module = this.module(0)
    const rest = this.rest()
    this.skip(/\s*/y)
    if (isMoreOfModel(rest)) {
      this.refuse(
        `${module.name} of line ${module.line} is closed already, and ${this.glimpse()} follows: a ) is too many`,
      )
    }
    if (!isMereEnd(rest)) {
      const next = nextModel(rest)
      const message = next
        ? `Another model, ${next}, follows the first one, and is not read: they are imported one by one.`
        : 'What is written behind the model is not read.'
      this.notes.push({ line: this.line(), message })
    }
    return module
  }

  private module(depth: number): PrintedModule {
    const line = this.line()
    const head = this.match(/([A-Za-z_][\w.]{0,199})\s*\(/y)
    if (!head) return this.refuse(`A module such as Conv2d(…) must stand here, not ${this.glimpse()}`)
    if (depth > deepest) return this.refuse(`Modules are nested deeper than ${deepest}`)
    const args: PrintedValue[] = []
    const kwargs: (readonly [string, PrintedValue])[] = []
    const children: PrintedChild[] = []
    for (;;) {
      // People note sizes behind layers: # 32×24×24.
      this.skip(/(?:[\s,]|#.*)*/y)
      if (this.match(/\)/y)) return { name: head[1]!, line, args, kwargs, children }
      if (this.isAtEnd()) {
        return this.refuse(
          `${head[1]} of line ${line} is not closed: the text ends before its ). Copy it to its end`,
        )
      }
      const childLine = this.line()
      const key = this.match(/\(([^()\n]{1,200})\)[ \t]*:[ \t]*/y)?.[1]
      if (key !== undefined) {
        const child = this.child(key, childLine, depth)
        if (child) children.push(child)
        continue
      }
      const keyword = this.match(/([A-Za-z_]\w{0,199})[ \t]*=[ \t]*/y)?.[1]
      const value = this.value()
      if (value === undefined) {
        return this.refuse(`An argument, a child such as (0): or ) must stand here, not ${this.glimpse()}`)
      }
      if (keyword === undefined) args.push(value)
      else kwargs.push([keyword, value])
    }
  }

  /** Undefined for a child that is None, which torch prints and never calls, and for one that is no module. */
  private child(key: string, line: number, depth: number): PrintedChild | undefined {
    if (this.match(/None\b/y)) return undefined
    if (this.match(/(?:Parameter|Buffer|Tensor) containing: *(?:\[[^\]\n]*\]|.*)/y)) {
      const message = `(${key}) is a tensor outside of any layer; only layers can be imported.`
      this.faults.push({ line, message })
      return undefined
    }
    const times = this.match(/(\d{1,9}) x /y)?.[1]
    const module = this.module(depth + 1)
    if (times === undefined) return { key, line, module }
    const [, first, last] = /^(\d{1,9})-(\d{1,9})$/.exec(key) ?? []
    const repeat = { from: Number(first), count: Number(times) }
    if (first === undefined || Number(last) - repeat.from + 1 !== repeat.count) {
      this.faults.push({
        line,
        message: `(${key}) must count as many modules as "${times} x" says: write (0-${Number(times) - 1}) for example.`,
      })
    }
    return { key, repeat, line, module }
  }

  private refuse(message: string): never {
    throw new Unreadable({ line: this.line(), message: `${message}.` })
  }
}
