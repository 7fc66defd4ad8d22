/** What stands in the ring that padding adds around an image, or cuts away from it. */
import { type AxisWindow, seen, touched } from '../../analyze/axis.ts'
import { type VecOrder, vecIndex } from '../../analyze/matrix.ts'
import type { Beyond } from '../../graph/definition.ts'
import type { Pair } from '../../graph/shape.ts'

/** Rows above and below, columns at the left and right. */
export type Margins = readonly [top: number, bottom: number, left: number, right: number]

/** A ring around an image, with what each of its pixels holds; undefined for none. */
export interface Ring {
  readonly margins: Margins
  readonly words: string
  valueAt(row: number, column: number): number | undefined
}

const around: Readonly<Record<Beyond, string>> = {
  reflect: 'mirrored around it',
  replicate: 'its border repeated around it',
  circular: 'carried round',
}

const marginsOf = ([rows, columns]: readonly [AxisWindow, AxisWindow]): Margins =>
  [rows.before, rows.after, columns.before, columns.after].map(side =>
    Math.max(0, side),
  ) as unknown as Margins

const isEmpty = (margins: Margins): boolean => margins.every(side => side === 0)

/** What a sliding window finds around its image: zeros, or the image's own pixels again. */
export function addedRing(
  axes: readonly [AxisWindow, AxisWindow],
  size: Pair,
  values: ArrayLike<number>,
  order: VecOrder,
): Ring | undefined {
  const margins = marginsOf(axes)
  if (isEmpty(margins)) return undefined
  const { beyond } = axes[0]
  return {
    margins,
    words: beyond ? around[beyond] : 'zeros around it',
    valueAt: (row, column) => {
      const [y, x] = [seen(axes[0], row, size[0]), seen(axes[1], column, size[1])]
      return y === undefined || x === undefined ? 0 : values[vecIndex(y, x, size, order)]
    },
  }
}

/** What a painting window paints outside of the image that is kept, from values of the short side. */
export function cutRing(
  axes: readonly [AxisWindow, AxisWindow],
  kernel: readonly (readonly number[])[],
  short: Pair,
  values: ArrayLike<number>,
  order: VecOrder,
): Ring | undefined {
  const margins = marginsOf(axes)
  if (isEmpty(margins)) return undefined
  const painted = new Map<string, number>()
  for (let y = 0; y < short[0]; y++) {
    for (let x = 0; x < short[1]; x++) {
      const value = values[vecIndex(y, x, short, order)]!
      kernel.forEach((row, ky) => {
        row.forEach((weight, kx) => {
          const key = `${touched(axes[0], y, ky)} ${touched(axes[1], x, kx)}`
          painted.set(key, (painted.get(key) ?? 0) + weight * value)
        })
      })
    }
  }
  const { beyond } = axes[0]
  return {
    margins,
    words: beyond ? 'what falls on the ring is added inside' : 'the ring is cut away',
    valueAt: (row, column) => painted.get(`${row} ${column}`) ?? 0,
  }
}
