/** Tables of pixels: one image a row, with or without a label and a header, as Kaggle and OpenML hand MNIST out. */
import type { NumberArray } from './npy.ts'

export interface PixelTable {
  readonly images: NumberArray
  /** One text a row, where the table has a column of labels. */
  readonly labels?: readonly string[]
}

const labelNames = ['label', 'labels', 'class', 'target', 'y', 'category']

/**
 * Reads rows of pixels, separated by comma, semicolon or tab. The label is the column that the header calls so; without
 * a header the first one, where the rest has the size of an image. `sizeOf` says whether so many values are an image.
 * @throws Error naming the file and the line.
 */
export function parseCsv(
  bytes: Uint8Array,
  name: string,
  sizeOf: (values: number) => boolean,
  most = Number.POSITIVE_INFINITY,
): PixelTable {
  const lines = linesOf(bytes)
  const first = lines.next()
  if (first.done) throw new Error(`${name} is empty.`)
  const separator = [',', ';', '\t'].find(each => first.value.text.includes(each)) ?? ','
  const split = (text: string): string[] =>
    text.split(separator).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))
  const head = split(first.value.text)
  // A header names its columns; a row of data has numbers behind its first or before its last cell.
  const hasHeader =
    head.length > 1 && head.slice(1, -1).every(cell => !isNumber(cell)) && !isNumber(head.at(-1)!)
  const columns = head.length
  const labelAt = labelColumn(head, hasHeader, sizeOf)
  if (labelAt === undefined) {
    throw new Error(
      `${name} has ${columns} columns; an image needs a square number of pixels (28×28 = 784), or three times one for RGB, with or without one column for the label. State the size of the images where they are not square.`,
    )
  }
  const pixels = labelAt < 0 ? columns : columns - 1
  const values: Float32Array[] = []
  const labels: string[] = []
  const take = (text: string, line: number): void => {
    const cells = split(text)
    if (cells.length !== columns) {
      throw new Error(`${name}, line ${line}: ${columns} values were expected, ${cells.length} came.`)
    }
    const row = new Float32Array(pixels)
    let at = 0
    for (let i = 0; i < columns; i++) {
      if (i === labelAt) labels.push(cells[i]!)
      else {
        if (!isNumber(cells[i]!)) {
          throw new Error(
            `${name}, line ${line}, column ${i + 1}: a number was expected, "${cells[i]!.slice(0, 20)}" came.`,
          )
        }
        row[at++] = Number(cells[i])
      }
    }
    values.push(row)
  }
  if (!hasHeader) take(first.value.text, first.value.line)
  for (const { text, line } of lines) {
    if (values.length >= most) break
    take(text, line)
  }
  if (values.length === 0) throw new Error(`${name} has a header and no rows.`)
  const all = new Float32Array(values.length * pixels)
  values.forEach((row, i) => {
    all.set(row, i * pixels)
  })
  const images = { name, shape: [values.length, pixels], values: all, kind: 'text' }
  return labelAt < 0 ? { images } : { images, labels }
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell))

/** The index of the column of labels, −1 where there is none, undefined where nothing is the size of an image. */
function labelColumn(
  head: readonly string[],
  hasHeader: boolean,
  sizeOf: (values: number) => boolean,
): number | undefined {
  if (hasHeader) {
    const named = head.findIndex(cell => labelNames.includes(cell.toLowerCase()))
    if (named >= 0) return sizeOf(head.length - 1) ? named : undefined
  }
  if (sizeOf(head.length)) return -1
  return sizeOf(head.length - 1) ? 0 : undefined
}

/** The lines that are not empty, decoded one by one, since a text may not be as long as a file. */
function* linesOf(bytes: Uint8Array): Generator<{ text: string; line: number }, undefined> {
  const decoder = new TextDecoder()
  let line = 0
  for (let start = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start)
    const end = found < 0 ? bytes.length : found
    line++
    const text = decoder.decode(bytes.subarray(start, end)).trim()
    if (text !== '') yield { text, line }
    start = end + 1
  }
  return undefined
}
