import type { Pair } from '../../graph/shape.ts'
import { numberText } from './colors.ts'
import styles from './Matrix.module.css'
import type { Ring } from './ring.ts'

interface PixelGridProps {
  readonly title: string
  readonly size: Pair
  /** What padding adds around it, or cuts away. */
  readonly ring?: Ring | undefined
  readonly values: ArrayLike<number>
  /** The place of a pixel in the vector. */
  readonly indexOf: (row: number, column: number) => number
  /** Fill of a pixel by its place in the vector; undefined where it is not lit. */
  readonly fill: (index: number) => string | undefined
  readonly onPoint: (index: number | undefined) => void
}

const cell = 26

/** An image with its numbers; pixels light up with what is pointed at elsewhere. */
export function PixelGrid({ title, size, ring, values, indexOf, fill, onPoint }: PixelGridProps) {
  const [top, bottom, left, right] = ring?.margins ?? [0, 0, 0, 0]
  const [height, width] = [size[0] + top + bottom, size[1] + left + right]
  const places = Array.from(
    { length: height * width },
    (_, i): Pair => [Math.floor(i / width) - top, (i % width) - left],
  )
  const isInside = ([row, column]: Pair) => row >= 0 && column >= 0 && row < size[0] && column < size[1]
  return (
    <figure className={styles.grid}>
      <figcaption>
        <b>{title}</b> {size[0]}×{size[1]}
        {ring && `, ${ring.words}`}
      </figcaption>
      <svg
        width={width * cell + 2}
        height={height * cell + 2}
        viewBox={`${-left * cell - 1} ${-top * cell - 1} ${width * cell + 2} ${height * cell + 2}`}
        role="img"
        aria-label={`${title}, ${size[0]} by ${size[1]} pixels${ring ? `, ${ring.words}` : ''}`}
        onPointerLeave={() => onPoint(undefined)}
      >
        {places.map(place => {
          const [row, column] = place
          const box = { x: column * cell, y: row * cell, width: cell, height: cell }
          const middle = { x: box.x + cell / 2, y: box.y + cell / 2 + 4 }
          if (!isInside(place)) {
            return (
              <g key={`${row} ${column}`}>
                <rect {...box} fill="none" stroke="var(--line-2)" strokeDasharray="2 3" />
                <text {...middle} className={styles.number} fill="var(--text-3)">
                  {numberText(ring?.valueAt(row, column) ?? 0)}
                </text>
              </g>
            )
          }
          const index = indexOf(row, column)
          const lit = fill(index)
          return (
            <g key={`${row} ${column}`} onPointerEnter={() => onPoint(index)}>
              <rect {...box} fill={lit ?? 'var(--panel)'} stroke="var(--control)" />
              <text {...middle} className={styles.number} fill={lit ? '#000000' : 'var(--text-2)'}>
                {numberText(values[index] ?? 0)}
              </text>
            </g>
          )
        })}
      </svg>
    </figure>
  )
}
