/**
 * From one pixel to all that it is connected with: which pixels of the Input reach it and by how many ways, and which
 * pixels of the output it paints.
 */
import type { Inference } from '../infer/inference.ts'
import { type Field, singlePixel } from './field.ts'
import { type Fields, propagateBackward, propagateForward } from './propagate.ts'
import { isImage } from './window.ts'

/** Counts of ways by node index, before and behind the pixel's tensor. */
export interface Reach {
  readonly before: Fields
  readonly behind: Fields
}

/** The reach of one pixel of a node's output; undefined where that is no image, or the pixel lies outside of it. */
export function reachOf(inference: Inference, id: string, row: number, column: number): Reach | undefined {
  const index = inference.topology.index.get(id)
  const node = index === undefined ? undefined : inference.nodes[index]
  if (index === undefined || node?.state !== 'ready' || !isImage(node.outputs[0])) return undefined
  const [, height, width] = node.outputs[0] as [number, number, number]
  if (row < 0 || column < 0 || row >= height || column >= width) return undefined
  const pixel = singlePixel(height, width, row, column)
  return {
    before: propagateBackward(inference, index, pixel, 'finite'),
    behind: propagateForward(inference, index, pixel, 'finite'),
  }
}

/** The smallest rectangle that holds every pixel that is reached, as [top, bottom, left, right), and their number. */
export function extentOf({ height, width, values }: Field): {
  readonly box: readonly [number, number, number, number] | undefined
  readonly pixels: number
  readonly ways: number
} {
  let [top, bottom, left, right, pixels, ways] = [height, 0, width, 0, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const count = values[y * width + x]!
      if (count === 0) continue
      pixels++
      ways += count
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
    }
  }
  return { box: pixels === 0 ? undefined : [top, bottom, left, right], pixels, ways }
}
