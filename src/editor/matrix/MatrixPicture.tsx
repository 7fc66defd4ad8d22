import type { KeyboardEvent, PointerEvent } from 'react'
import type { ConvolutionMatrix } from '../../analyze/matrix.ts'
import { formatCount } from '../ui/numbers.ts'
import type { Cell } from './cells.ts'
import { numberText } from './colors.ts'
import styles from './Matrix.module.css'
import type { Pointed } from './matrixSite.ts'

interface MatrixPictureProps {
  readonly title: string
  readonly matrix: ConvolutionMatrix
  readonly cells: readonly Cell[]
  readonly lit: ReadonlySet<number>
  readonly pointed: Pointed
  readonly room: number
  readonly onPoint: (pointed: Pointed) => void
  /** Pressed or walked to by keys, which ends the animation. */
  readonly onPress: (pointed: Pointed) => void
}

const margin = 22
/** Half of the last column's number may stand beyond it. */
const right = 8

/** Pixels of the screen; a taller matrix would push what it says out of sight. */
const tallest = 500

/** The sparse matrix, each entry in the colour of its tap; row and column heads can be pointed at too. */
export function MatrixPicture({
  title,
  matrix,
  cells,
  lit,
  pointed,
  room,
  onPoint,
  onPress,
}: MatrixPictureProps) {
  const fitting = Math.min((room - margin - right) / matrix.columns, tallest / matrix.rows)
  const side = Math.max(4, Math.min(26, Math.floor(fitting)))
  const [width, height] = [matrix.columns * side, matrix.rows * side]
  const isQuiet = lit.size > 0
  const longest = cells.reduce((most, { value }) => Math.max(most, numberText(value).length), 0)
  const hasNumbers = side >= 6.6 * longest + 3
  const at = (event: PointerEvent<SVGSVGElement>): Pointed => {
    const box = event.currentTarget.getBoundingClientRect()
    const column = Math.floor((event.clientX - box.left - margin) / side)
    const row = Math.floor((event.clientY - box.top - margin) / side)
    const isRow = row >= 0 && row < matrix.rows
    const isColumn = column >= 0 && column < matrix.columns
    return { ...(isRow && { row }), ...(isColumn && { column }) }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = afterKey(event.key, pointed, matrix)
    if (!next) return
    event.preventDefault()
    onPress(next)
  }
  // Every head is numbered where there is room, else every fifth.
  const every = side >= 14 ? 1 : 5
  return (
    <figure className={styles.matrix}>
      <figcaption>
        <b>{title}</b> {matrix.rows}×{matrix.columns}, {cells.length} of{' '}
        {formatCount(matrix.rows * matrix.columns)} entries are not 0; a row for each output pixel, a column
        for each input pixel
      </figcaption>
      <svg
        width={width + margin + right}
        height={height + margin + 2}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is walked over with the arrow keys.
        tabIndex={0}
        aria-label={`${title}: ${matrix.rows} rows, ${matrix.columns} columns, ${cells.length} entries that are not 0. Arrow keys move; left of the first column the whole row is read, above the first row the whole column.`}
        onPointerMove={event => onPoint(at(event))}
        onPointerDown={event => onPress(at(event))}
        onPointerLeave={() => onPoint({})}
        onKeyDown={onKeyDown}
      >
        <g transform={`translate(${margin} ${margin})`}>
          <rect width={width} height={height} fill="var(--sunken)" />
          {pointed.row !== undefined && (
            <rect y={pointed.row * side} width={width} height={side} fill="var(--tint)" />
          )}
          {pointed.column !== undefined && (
            <rect x={pointed.column * side} width={side} height={height} fill="var(--tint)" />
          )}
          {cells.map(({ row, column, color, value, entries }) => (
            <g key={`${row} ${column}`} opacity={isQuiet && !entries.some(i => lit.has(i)) ? 0.25 : 1}>
              <rect
                x={column * side + 0.5}
                y={row * side + 0.5}
                width={side - 1}
                height={side - 1}
                fill={color}
              />
              {hasNumbers && (
                <text
                  x={(column + 0.5) * side}
                  y={(row + 0.5) * side + 4}
                  className={styles.number}
                  fill="#000000"
                >
                  {numberText(value)}
                </text>
              )}
            </g>
          ))}
          <rect width={width} height={height} fill="none" stroke="var(--control)" />
          {pointed.row !== undefined && pointed.column !== undefined && (
            <rect
              x={pointed.column * side}
              y={pointed.row * side}
              width={side}
              height={side}
              fill="none"
              stroke="var(--accent)"
              strokeWidth={2}
            />
          )}
        </g>
        <Heads
          count={matrix.columns}
          every={every}
          lit={pointed.column}
          place={i => [margin + (i + 0.5) * side, 15]}
        />
        <Heads
          count={matrix.rows}
          every={every}
          lit={pointed.row}
          place={i => [margin / 2 - 1, margin + (i + 0.5) * side + 4]}
        />
      </svg>
    </figure>
  )
}

interface HeadsProps {
  readonly count: number
  readonly every: number
  readonly lit: number | undefined
  readonly place: (i: number) => readonly [x: number, y: number]
}

const Heads = ({ count, every, lit, place }: HeadsProps) =>
  Array.from({ length: count }, (_, i) => i)
    .filter(i => i % every === 0 || i === lit)
    // A numbered neighbour would run into the one that is pointed at.
    .filter(i => every === 1 || lit === undefined || i === lit || Math.abs(i - lit) > 2)
    .map(i => {
      const [x, y] = place(i)
      return (
        <text key={i} x={x} y={y} className={i === lit ? styles.indexLit : styles.index}>
          {i}
        </text>
      )
    })

/** Where an arrow key leads: over the entries, and from the first ones to the whole row or column. */
export function afterKey(
  key: string,
  { row, column }: Pointed,
  { rows, columns }: Pick<ConvolutionMatrix, 'rows' | 'columns'>,
): Pointed | undefined {
  if (key === 'Escape') return row === undefined && column === undefined ? undefined : {}
  const [down, right] =
    { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? []
  if (down === undefined || right === undefined) return undefined
  if (row === undefined && column === undefined) return { row: 0 }
  const moved = (at: number | undefined, by: number, count: number) => {
    const to = Math.min(count - 1, (at ?? -1) + by)
    return to < 0 ? undefined : to
  }
  const next = { row: moved(row, down, rows), column: moved(column, right, columns) }
  if (next.row === undefined && next.column === undefined) return { row, column } as Pointed
  return {
    ...(next.row !== undefined && { row: next.row }),
    ...(next.column !== undefined && { column: next.column }),
  }
}
