import type { Pair } from '../../graph/shape.ts'
import { numberText } from './colors.ts'
import styles from './Matrix.module.css'

interface PixelGridProps {
  readonly title: string
  readonly size: Pair
  /** Rows and columns around it that are added as zeros, or cut away: above, below, left, right. */
  readonly ring: readonly [top: number, bottom: number, left: number, right: number]
  readonly ringWords: string
  readonly values: ArrayLike<number>
  /** The place of a pixel in the vector. */
  readonly indexOf: (row: number, column: number) => number
  /** Fill of a pixel by its place in the vector; undefined where it is not lit. */
  readonly fill: (index: number) => string | undefined
  readonly onPoint: (index: number | undefined) => void
}

const cell = 26

/** An image with its numbers; pixels light up with what is pointed at elsewhere. */
export function PixelGrid({ title, size, ring, ringWords, values, indexOf, fill, onPoint }: PixelGridProps) {
  const [top, bottom, left, right] = ring.map(rows => Math.max(0, rows)) as [number, number, number, number]
  const [height, width] = [size[0] + top + bottom, size[1] + left + right]
  const hasRing = top + bottom + left + right > 0
  const pixels = Array.from(
    { length: size[0] * size[1] },
    (_, i): Pair => [Math.floor(i / size[1]), i % size[1]],
  )
  return (
    <figure className={styles.grid}>
      <figcaption>
        <b>{title}</b> {size[0]}×{size[1]}
        {hasRing && <span>{ringWords}</span>}
      </figcaption>
      <svg
        width={width * cell + 2}
        height={height * cell + 2}
        viewBox={`-1 -1 ${width * cell + 2} ${height * cell + 2}`}
        role="img"
        aria-label={`${title}, ${size[0]} by ${size[1]} pixels`}
        onPointerLeave={() => onPoint(undefined)}
      >
        {hasRing && (
          <rect
            width={width * cell}
            height={height * cell}
            fill="none"
            stroke="var(--control)"
            strokeDasharray="3 3"
          />
        )}
        {pixels.map(([row, column]) => {
          const index = indexOf(row, column)
          const lit = fill(index)
          return (
            <g key={`${row} ${column}`} onPointerEnter={() => onPoint(index)}>
              <rect
                x={(column + left) * cell}
                y={(row + top) * cell}
                width={cell}
                height={cell}
                fill={lit ?? 'var(--panel)'}
                stroke="var(--control)"
              />
              <text
                x={(column + left + 0.5) * cell}
                y={(row + top + 0.5) * cell + 4}
                className={styles.number}
                fill={lit ? '#000000' : 'var(--text-2)'}
              >
                {numberText(values[index] ?? 0)}
              </text>
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
