import type { Pair } from '../../graph/shape.ts'
import { numberText, tapColor } from './colors.ts'
import styles from './Matrix.module.css'
import type { Pointed } from './matrixSite.ts'

interface KernelProps {
  readonly size: Pair
  readonly weights: readonly (readonly number[])[]
  readonly lit: ReadonlySet<string>
  readonly onPoint: (pointed: Pointed) => void
}

const cell = 26

/** The kernel, the legend of the matrix's colours. */
export function Kernel({ size, weights, lit, onPoint }: KernelProps) {
  const taps = Array.from(
    { length: size[0] * size[1] },
    (_, i): Pair => [Math.floor(i / size[1]), i % size[1]],
  )
  return (
    <figure className={styles.grid}>
      <figcaption>
        <b>kernel</b> {size.join('×')}
      </figcaption>
      <svg
        width={size[1] * cell + 2}
        height={size[0] * cell + 2}
        role="img"
        aria-label={`Kernel of ${size[0]} by ${size[1]} taps`}
        onPointerLeave={() => onPoint({})}
      >
        {taps.map(tap => (
          <g
            key={tap.join(' ')}
            opacity={lit.size > 0 && !lit.has(tap.join(' ')) ? 0.25 : 1}
            onPointerEnter={() => onPoint({ tap })}
          >
            <rect
              x={tap[1] * cell + 1}
              y={tap[0] * cell + 1}
              width={cell - 1}
              height={cell - 1}
              fill={tapColor(tap, size)}
            />
            <text
              x={(tap[1] + 0.5) * cell + 0.5}
              y={(tap[0] + 0.5) * cell + 5}
              className={styles.number}
              fill="#000000"
            >
              {numberText(weights[tap[0]]![tap[1]]!)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
