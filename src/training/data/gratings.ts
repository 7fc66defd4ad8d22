import type { ImageShape } from './arrays.ts'
import { gratingAngles, gratingScales } from './generatedFacts.ts'

/** Periods over the shorter side, by scale; fewer where the image has too few pixels for them. */
const periods = { coarse: [1.5, 2.5], fine: [4, 6] } as const

/** The mean of a cosine over a pixel, beside its middle: sin(πf) / (πf), f in periods a pixel. */
const overPixel = (frequency: number): number =>
  frequency === 0 ? 1 : Math.sin(Math.PI * frequency) / (Math.PI * frequency)

/**
 * Draws one grating: a cosine over the whole image, its angle within 8° of the class, its phase, contrast and each
 * channel's brightness from `next`. Pixels hold means over their area. Writes channels last bytes.
 */
export function drawGrating(
  label: number,
  [channels, height, width]: ImageShape,
  next: () => number,
  target: Uint8Array,
  at: number,
): void {
  const [from, to] = periods[gratingScales[label % gratingScales.length]!]
  const degrees = gratingAngles[Math.floor(label / gratingScales.length)]! + 16 * (next() - 0.5)
  const angle = (degrees * Math.PI) / 180
  const side = Math.min(height, width)
  const perPixel = Math.min(0.4, (from + (to - from) * next()) / side)
  const [fx, fy] = [perPixel * Math.cos(angle), perPixel * Math.sin(angle)]
  const phase = 2 * Math.PI * next()
  const contrast = (0.5 + 0.5 * next()) * overPixel(fx) * overPixel(fy)
  const brightness = Array.from({ length: channels }, () => (channels === 1 ? 1 : 0.5 + 0.5 * next()))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = Math.cos(2 * Math.PI * (fx * (x + 0.5) + fy * (y + 0.5)) + phase)
      const value = 255 * (0.5 + 0.5 * contrast * wave)
      const place = at + (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        target[place + channel] = Math.round(value * brightness[channel]!)
      }
    }
  }
}
