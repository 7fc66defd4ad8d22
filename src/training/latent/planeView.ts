/** Where the images of a class lie on a plane. */
export interface ClassMark {
  readonly label: number
  /** The mean of its points. */
  readonly x: number
  readonly y: number
  readonly count: number
}

/** The middle of each class that has points, in the order of their labels. */
export function classMarks(points: Float32Array, labels: Uint8Array): ClassMark[] {
  const sums = new Map<number, { x: number; y: number; count: number }>()
  labels.forEach((label, i) => {
    const sum = sums.get(label) ?? { x: 0, y: 0, count: 0 }
    sum.x += points[2 * i]!
    sum.y += points[2 * i + 1]!
    sum.count++
    sums.set(label, sum)
  })
  return [...sums]
    .map(([label, { x, y, count }]) => ({ label, x: x / count, y: y / count, count }))
    .sort((a, b) => a.label - b.label)
}

/** Points at each end that may fall outside of what is shown, as a share. */
const outer = 0.004
/** Room at each end, as a share of what lies between. */
const margin = 0.04

/** Least and largest x, then y, that show all points but the outermost few; never empty. */
export function planeRange(points: Float32Array): readonly [number, number, number, number] {
  const [left, right] = rangeAlong(points, 0)
  const [low, high] = rangeAlong(points, 1)
  return [left, right, low, high]
}

function rangeAlong(points: Float32Array, side: 0 | 1): readonly [number, number] {
  const sorted = points.filter((value, i) => i % 2 === side && Number.isFinite(value)).sort()
  if (sorted.length === 0) return [-1, 1]
  const skipped = Math.floor(outer * sorted.length)
  const [from, to] = [sorted[skipped]!, sorted[sorted.length - 1 - skipped]!]
  if (from === to) return [from - 1, to + 1]
  return [from - margin * (to - from), to + margin * (to - from)]
}
