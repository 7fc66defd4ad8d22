import { useStore } from '@xyflow/react'
import type { Rung } from './picture.ts'

/** Rows outside the window are left out, a screen at a time, so that long documents stay cheap. */
const bandHeight = 500
/** Columns with fewer rows are drawn whole. */
const fewRungs = 40

const firstBand = (state: { transform: [number, number, number] }) =>
  Math.floor(-state.transform[1] / state.transform[2] / bandHeight)
const lastBand = (state: { transform: [number, number, number]; height: number }) =>
  Math.floor((state.height - state.transform[1]) / state.transform[2] / bandHeight)

/** The rows of a column that may be seen, its sizes `ladder` to the right of it; undefined where none of it is in the window. */
export function useSeenRungs(rungs: readonly Rung[], ladder: number): readonly Rung[] | undefined {
  const x = rungs[0]?.x ?? 0
  const reach = ladder + 120
  const isInView = useStore(
    ({ transform: [left, , zoom], width }) =>
      (x + reach) * zoom + left > 0 && (x - reach) * zoom + left < width,
  )
  const [first, last] = [useStore(firstBand), useStore(lastBand)]
  if (!isInView) return undefined
  if (rungs.length <= fewRungs) return rungs
  return rungs.filter(({ y }) => y > (first - 0.5) * bandHeight && y < (last + 1.5) * bandHeight)
}
