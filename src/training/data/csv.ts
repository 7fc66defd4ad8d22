/** Tables of pixels: one image a row, with or without a label and a header, as Kaggle and OpenML hand MNIST out. */
import { type Columns, findColumns, isNumber } from './csvColumns.ts'
import type { NumberArray } from './numbers.ts'

export interface PixelTable {
  readonly images: NumberArray
  /** One text a row, where the table has a column of labels. */
  readonly labels?: readonly string[]
  /** What was decided on the way. */
  readonly notes: readonly string[]
}

export interface CsvOptions {
  /** Rows that are read at most. */
  readonly most?: number
  /** Hears how much has been read, from 0 to 1. */
  onProgress?(part: number): void
}

/** Rows that are looked at to tell which column is the label, and between two reports of progress. */
const looked = 200

/**
 * Reads rows of pixels, separated by comma, semicolon or tab. The label is the column that the header calls so; else the
 * first or the last one, whichever looks like one, where the rest has the size of an image. `sizeOf` says whether so many
 * values are an image.
 * @throws Error naming the file and the line.
 */
export function parseCsv(
  bytes: Uint8Array,
  name: string,
  sizeOf: (values: number) => boolean,
  { most = Number.POSITIVE_INFINITY, onProgress = () => {} }: CsvOptions = {},
): PixelTable {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${name} is text in UTF-16; save it as UTF-8.`)
  }
  const lines = linesOf(bytes)
  const begin: Line[] = []
  for (let next = lines.next(); !next.done; next = lines.next()) {
    if (begin.push(next.value) === looked) break
  }
  const [first] = begin
  if (!first) throw new Error(`${name} is empty.`)
  const separator = separatorOf(first.text)
  const split = (text: string): string[] =>
    text.split(separator).map(cell => {
      const bare = cell.trim().replace(/^"(.*)"$/, '$1')
      return separator === ',' ? bare : bare.replace(/^(-?\d+),(\d+)$/, '$1.$2')
    })
  const columns = findColumns(
    begin.map(({ text }) => split(text)),
    name,
    sizeOf,
  )
  const { count, hasHeader, label, pixels } = columns
  const values: Float32Array[] = []
  const labels: string[] = []
  const take = ({ text, line }: Line): void => {
    const cells = split(text)
    if (cells.length !== count) {
      throw new Error(`${name}, line ${line}: ${count} values were expected, ${cells.length} came.`)
    }
    values.push(rowOf(cells, columns, name, line))
    if (label !== undefined) labels.push(cells[label]!)
  }
  for (const line of begin.slice(hasHeader ? 1 : 0, hasHeader ? most + 1 : most)) take(line)
  for (const line of lines) {
    if (values.length >= most) break
    take(line)
    if (values.length % looked === 0) onProgress(line.end / bytes.length)
  }
  if (values.length === 0) throw new Error(`${name} has a header and no rows.`)
  const all = new Float32Array(values.length * pixels.length)
  values.forEach((row, i) => {
    all.set(row, i * pixels.length)
  })
  const images = { name, shape: [values.length, pixels.length], values: all, kind: 'text' }
  const { notes } = columns
  return label === undefined ? { images, notes } : { images, labels, notes }
}

function rowOf(cells: readonly string[], { pixels }: Columns, name: string, line: number): Float32Array {
  const row = new Float32Array(pixels.length)
  for (let i = 0; i < pixels.length; i++) {
    const cell = cells[pixels[i]!]!
    if (!isNumber(cell)) {
      throw new Error(
        `${name}, line ${line}, column ${pixels[i]! + 1}: a number was expected, "${cell.slice(0, 20)}" came.`,
      )
    }
    row[i] = Number(cell)
  }
  return row
}

/** A comma may also be that of decimals: then something else stands between the values. */
const separatorOf = (text: string): string => ['\t', ';'].find(each => text.includes(each)) ?? ','

interface Line {
  readonly text: string
  /** Its number, from 1. */
  readonly line: number
  /** The bytes up to its end. */
  readonly end: number
}

/** The lines that are not empty, decoded one by one, since a text may not be as long as a file. */
function* linesOf(bytes: Uint8Array): Generator<Line, undefined> {
  const decoder = new TextDecoder()
  // Old Macs end lines with a carriage return alone.
  const ending = bytes.includes(10) ? 10 : 13
  let line = 0
  for (let start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0; start < bytes.length; ) {
    const found = bytes.indexOf(ending, start)
    const end = found < 0 ? bytes.length : found
    line++
    const text = decoder.decode(bytes.subarray(start, end)).trim()
    if (text !== '') yield { text, line, end }
    start = end + 1
  }
  return undefined
}
