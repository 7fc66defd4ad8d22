/** Which column of a table is what, told from its first rows. */

export interface Columns {
  /** Columns of the table. */
  readonly count: number
  readonly hasHeader: boolean
  /** The column of labels, from 0; undefined where there is none. */
  readonly label: number | undefined
  /** The columns of the pixels, in order. */
  readonly pixels: readonly number[]
  readonly notes: readonly string[]
}

const labelNames = ['label', 'labels', 'class', 'target', 'y', 'category']
/** What columns are called that count the rows, as pandas and Kaggle write them. */
const countNames = ['', 'id', 'index', 'unnamed: 0', 'imageid']

/** True of a text that is a finite number. */
export const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell))

/** Looks at the first rows, of which there is at least one. @throws Error where no columns have the size of an image. */
export function findColumns(
  rows: readonly (readonly string[])[],
  name: string,
  sizeOf: (values: number) => boolean,
): Columns {
  const head = rows[0]!
  const count = head.length
  // A header names its columns; a row of data has numbers behind its first or before its last cell.
  const hasHeader = count > 1 && head.slice(1, -1).every(cell => !isNumber(cell)) && !isNumber(head.at(-1)!)
  const isCount = (cell: string) => hasHeader && countNames.includes(cell.toLowerCase())
  const kept = Array.from(head.keys()).filter(i => !isCount(head[i]!))
  const made = (label: number | undefined, notes: readonly string[] = []): Columns => ({
    count,
    hasHeader,
    label,
    pixels: kept.filter(i => i !== label),
    notes,
  })
  const named = hasHeader ? kept.find(i => labelNames.includes(head[i]!.toLowerCase())) : undefined
  if (named !== undefined && sizeOf(kept.length - 1)) return made(named)
  if (named === undefined && sizeOf(kept.length)) return made(undefined)
  if (named === undefined && sizeOf(kept.length - 1)) {
    const data = rows.slice(hasHeader ? 1 : 0)
    const isLast = isLabelLast(data, kept[0]!, kept.at(-1)!)
    const note = `${name}: the ${isLast ? 'last' : 'first'} column was taken for the label.`
    return made(isLast ? kept.at(-1) : kept[0], [note])
  }
  throw new Error(
    `${name} has ${count} columns; an image needs a square number of pixels (28×28 = 784), or three times one for RGB, with or without one column for the label. State the size of the images where they are not square.`,
  )
}

/** Words are labels; of numbers those are pixels which never change, as the corner of an image does not. */
function isLabelLast(rows: readonly (readonly string[])[], first: number, last: number): boolean {
  const seen = (column: number) => new Set(rows.map(cells => cells[column] ?? ''))
  const [firsts, lasts] = [seen(first), seen(last)]
  const hasWords = (cells: ReadonlySet<string>) => [...cells].some(cell => !isNumber(cell))
  if (hasWords(firsts) !== hasWords(lasts)) return hasWords(lasts)
  return firsts.size === 1 && lasts.size > 1
}
