import type { ImageShape } from './arrays.ts'
import { figureNames } from './generatedFacts.ts'

/** The signed distance from a point to the edge of a figure of radius 1 around the origin, negative inside. */
type Distance = (x: number, y: number) => number

/** Distance to a box with these half sides (iquilezles.org/articles/distfunctions2d). */
const box = (x: number, y: number, halfWidth: number, halfHeight: number): number => {
  const [dx, dy] = [Math.abs(x) - halfWidth, Math.abs(y) - halfHeight]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0)
}

/** Distance to the equilateral triangle whose corners lie on the circle of radius 1 (the same source). */
const triangle: Distance = (x, y) => {
  const k = Math.sqrt(3)
  const side = k / 2
  let px = Math.abs(x) - side
  let py = y + side / k
  if (px + k * py > 0) [px, py] = [(px - k * py) / 2, (-k * px - py) / 2]
  px -= Math.min(0, Math.max(-2 * side, px))
  return -Math.hypot(px, py) * Math.sign(py)
}

const distances: Readonly<Record<(typeof figureNames)[number], Distance>> = {
  disc: (x, y) => Math.hypot(x, y) - 0.85,
  ring: (x, y) => Math.abs(Math.hypot(x, y) - 0.7) - 0.2,
  square: (x, y) => box(x, y, 0.72, 0.72),
  triangle,
  cross: (x, y) => Math.min(box(x, y, 0.9, 0.27), box(x, y, 0.27, 0.9)),
  bar: (x, y) => box(x, y, 0.95, 0.24),
}

/**
 * Draws one figure: place, size, angle and brightness are drawn from `next`; the edge is as soft as a pixel. Writes
 * channels × height × width bytes, channels last.
 */
export function drawShape(
  label: number,
  [channels, height, width]: ImageShape,
  next: () => number,
  target: Uint8Array,
  at: number,
): void {
  const side = Math.min(height, width)
  const radius = side * (0.24 + 0.18 * next())
  const room = (length: number) => length / 2 + (next() - 0.5) * Math.max(0, length - 2 * radius)
  const [centreX, centreY] = [room(width), room(height)]
  const angle = 2 * Math.PI * next()
  const [cos, sin] = [Math.cos(angle) / radius, Math.sin(angle) / radius]
  const brightness = Array.from({ length: channels }, () => 0.45 + 0.55 * next())
  const distance = distances[figureNames[label]!]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x + 0.5 - centreX, y + 0.5 - centreY]
      // Distance in pixels; half a pixel to either side of the edge the figure fades.
      const inPixels = distance(dx * cos + dy * sin, dy * cos - dx * sin) * radius
      const cover = Math.min(1, Math.max(0, 0.5 - inPixels))
      const place = at + (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        target[place + channel] = Math.round(255 * cover * brightness[channel]!)
      }
    }
  }
}
