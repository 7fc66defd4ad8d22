/** Something in printed text that is worth saying, with its line, counted from 1. */
export interface PrintedNote {
  readonly line: number
  readonly message: string
}

/** Something that keeps the text from becoming a network. */
export type PrintedFault = PrintedNote

/** A printed Python value: tuples are lists, `None` is null, and `raw` is text that is none of the rest. */
export type PrintedValue =
  | number
  | string
  | boolean
  | null
  | readonly PrintedValue[]
  | { readonly raw: string }

/** More than this is no printed model. */
export const longestText = 2_000_000

const deepestTuple = 8

/** A place in a text that moves forward, and knows how to read Python's values. */
export class ValueReader {
  private at = 0
  private countedTo = 0
  private lines = 1

  constructor(private readonly text: string) {}

  /** One value, or undefined where nothing that could be one stands here. */
  value(depth = 0): PrintedValue | undefined {
    const start = this.at
    const wrapper = this.match(/torch\.Size(?=\()/y)
    const open = this.match(/[([]/y)?.[0]
    if (open !== undefined && depth < deepestTuple) {
      const items = wrapper ? this.value(depth + 1) : this.items(open, depth)
      const isClosed = items !== undefined && (!wrapper || this.match(/\s*\)/y) !== undefined)
      if (isClosed && this.isDelimited()) return items
    }
    this.at = start
    const scalar = this.scalar()
    return scalar === undefined ? this.raw() : scalar
  }

  protected match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.at = pattern.lastIndex
    return found
  }

  protected skip(pattern: RegExp): void {
    this.match(pattern)
  }

  protected isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  /** The line of the place, counted from 1. */
  protected line(): number {
    // Counted on from the last answer, so that a long text is gone through once.
    for (; this.countedTo < this.at; this.countedTo++) {
      if (this.text.charCodeAt(this.countedTo) === 10) this.lines++
    }
    return this.lines
  }

  /** All that has not been read. */
  protected rest(): string {
    return this.text.slice(this.at)
  }

  /** What stands here, for a message. */
  protected glimpse(): string {
    const rest = this.text.slice(this.at, this.at + 40).split('\n', 1)[0]!
    return rest === '' ? (this.isAtEnd() ? 'the end of the text' : 'a new line') : JSON.stringify(rest)
  }

  private items(open: string, depth: number): readonly PrintedValue[] | undefined {
    const close = open === '(' ? /\)/y : /\]/y
    const items: PrintedValue[] = []
    for (;;) {
      this.skip(/\s*/y)
      if (this.match(close)) return items
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
      if (this.match(/\s*,/y)) continue
      this.skip(/\s*/y)
      return this.match(close) ? items : undefined
    }
  }

  private scalar(): PrintedValue | undefined {
    const start = this.at
    const quoted = this.match(/'([^'\n]*)'|"([^"\n]*)"/y)
    if (quoted && this.isDelimited()) return quoted[1] ?? quoted[2] ?? ''
    this.at = start
    const number = this.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y)
    if (number && this.isDelimited()) return Number(number[0])
    this.at = start
    // Without quotes, as torch 1 prints words, `nearest-exact` is one of them.
    const word = this.match(/[A-Za-z_][\w.]*(?:-[A-Za-z][\w.]*)*/y)?.[0]
    if (word !== undefined && this.isDelimited()) {
      return Object.hasOwn(constants, word) ? constants[word]! : word
    }
    this.at = start
    return undefined
  }

  private isDelimited(): boolean {
    return this.isAtEnd() || /[\s,)\]]/.test(this.text[this.at]!)
  }

  /** Anything up to the next comma, closing bracket or line break that is not inside brackets of its own. */
  private raw(): PrintedValue | undefined {
    const start = this.at
    let depth = 0
    for (; !this.isAtEnd(); this.at++) {
      const letter = this.text[this.at]!
      if ('([{'.includes(letter)) depth++
      else if (depth > 0 && ')]}'.includes(letter)) depth--
      else if (depth === 0 && ',)]\n'.includes(letter)) break
    }
    return this.at === start ? undefined : { raw: this.text.slice(start, this.at).trim() }
  }
}

const constants: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null }
