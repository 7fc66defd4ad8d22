import type { Shape } from '../../graph/shape.ts'

/** A drawing: values from 0 to 1, row after row. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly values: Float32Array
}

/** The share of the image's shorter side that the drawing fills: MNIST fits its digits into 20 of 28 pixels. */
const filled = 20 / 28

/**
 * A drawing as MNIST would have it: its box scaled into the middle part of the image with its proportions kept, then moved
 * so that its centre of mass lies in the middle (LeCun, Cortes and Burges, "The MNIST database"). Bytes, channels last;
 * undefined where nothing was drawn.
 */
export function normaliseDrawing(drawing: Drawing, shape: Shape): Uint8Array | undefined {
  const [channels = 1, height = 1, width = 1] = shape
  const box = boxOf(drawing)
  if (!box) return undefined
  const target = Math.max(1, filled * Math.min(width, height))
  const scale = target / Math.max(box.width, box.height)
  // Where the centre of mass of the drawing is to lie, in pixels of the image.
  const [middleX, middleY] = [width / 2, height / 2]
  const bytes = new Uint8Array(channels * height * width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = { x: box.massX + (x - middleX) / scale, y: box.massY + (y - middleY) / scale }
      const value = Math.round(255 * Math.min(1, meanOver(drawing, from.x, from.y, 1 / scale)))
      bytes.fill(value, (y * width + x) * channels, (y * width + x + 1) * channels)
    }
  }
  return bytes
}

/** The box around what was drawn, and its centre of mass. */
function boxOf({ width, height, values }: Drawing) {
  let [left, right, top, bottom] = [width, -1, height, -1]
  let [mass, massX, massY] = [0, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x]!
      mass += value
      massX += value * (x + 0.5)
      massY += value * (y + 0.5)
      if (value < 0.1) continue
      ;[left, right] = [Math.min(left, x), Math.max(right, x)]
      ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
    }
  }
  if (right < 0) return undefined
  return { width: right - left + 1, height: bottom - top + 1, massX: massX / mass, massY: massY / mass }
}

/** The mean over a square with this corner and side, in pixels of the drawing; nothing was drawn outside of it. */
function meanOver({ width, height, values }: Drawing, left: number, top: number, side: number): number {
  let sum = 0
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, top + side); y++) {
    const tall = Math.min(y + 1, top + side) - Math.max(y, top)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, left + side); x++) {
      const wide = Math.min(x + 1, left + side) - Math.max(x, left)
      sum += values[y * width + x]! * tall * wide
    }
  }
  return sum / side ** 2
}
