import type { ConvolutionMatrix } from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { numberText, tapColor } from './colors.ts'
import styles from './Matrix.module.css'
import type { Pointed } from './matrixSite.ts'

interface MatrixPictureProps {
  readonly title: string
  readonly matrix: ConvolutionMatrix
  readonly kernel: Pair
  readonly weights: readonly (readonly number[])[]
  readonly lit: ReadonlySet<number>
  readonly pointed: Pointed
  readonly room: number
  readonly onPoint: (pointed: Pointed) => void
}

const margin = 20

/** The sparse matrix, each entry in the colour of its tap; row and column heads can be pointed at too. */
export function MatrixPicture(props: MatrixPictureProps) {
  const { title, matrix, kernel, weights, lit, pointed, room, onPoint } = props
  const cell = Math.max(
    4,
    Math.min(24, Math.floor((room - margin) / Math.max(matrix.columns, matrix.rows * 0.9))),
  )
  const [width, height] = [matrix.columns * cell, matrix.rows * cell]
  const isQuiet = lit.size > 0
  const at = (event: React.PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const column = Math.floor((event.clientX - box.left - margin) / cell)
    const row = Math.floor((event.clientY - box.top - margin) / cell)
    const isRow = row >= 0 && row < matrix.rows
    const isColumn = column >= 0 && column < matrix.columns
    onPoint({ ...(isRow && { row }), ...(isColumn && { column }) })
  }
  return (
    <figure className={styles.matrix}>
      <figcaption>
        <b>{title}</b> {matrix.rows}×{matrix.columns}, {matrix.entries.length} of{' '}
        {matrix.rows * matrix.columns} entries are not 0
      </figcaption>
      <svg
        width={width + margin + 1}
        height={height + margin + 1}
        role="img"
        aria-label={`${title}: ${matrix.rows} rows, ${matrix.columns} columns, ${matrix.entries.length} entries that are not 0`}
        onPointerMove={at}
        onPointerLeave={() => onPoint({})}
      >
        <g transform={`translate(${margin} ${margin})`}>
          <rect width={width} height={height} fill="var(--sunken)" />
          {pointed.row !== undefined && (
            <rect y={pointed.row * cell} width={width} height={cell} fill="var(--tint)" />
          )}
          {pointed.column !== undefined && (
            <rect x={pointed.column * cell} width={cell} height={height} fill="var(--tint)" />
          )}
          {matrix.entries.map(({ row, column, tap }, i) => (
            <g key={`${row} ${column}`} opacity={isQuiet && !lit.has(i) ? 0.25 : 1}>
              <rect
                x={column * cell + 0.5}
                y={row * cell + 0.5}
                width={cell - 1}
                height={cell - 1}
                fill={tapColor(tap, kernel)}
              />
              {cell >= 17 && (
                <text
                  x={(column + 0.5) * cell}
                  y={(row + 0.5) * cell + 4}
                  className={styles.number}
                  fill="#000000"
                >
                  {numberText(weights[tap[0]]![tap[1]]!)}
                </text>
              )}
            </g>
          ))}
          <rect width={width} height={height} fill="none" stroke="var(--control)" />
        </g>
        {cell >= 14 &&
          Array.from({ length: matrix.columns }, (_, column) => column).map(column => (
            <text key={column} x={margin + (column + 0.5) * cell} y={13} className={styles.index}>
              {column}
            </text>
          ))}
        {cell >= 14 &&
          Array.from({ length: matrix.rows }, (_, row) => row).map(row => (
            <text key={row} x={9} y={margin + (row + 0.5) * cell + 4} className={styles.index}>
              {row}
            </text>
          ))}
      </svg>
    </figure>
  )
}
