import type { ImageShape } from './arrays.ts'

const orientations = [0, 45, 90, 135] as const
/** Periods over the shorter side; fewer where the image has too few pixels for them. */
const frequencies = [
  { name: 'coarse', from: 1.5, to: 2.5 },
  { name: 'fine', from: 4, to: 6 },
] as const

/** The classes of the set `gratings`, in the order of their labels: angle of the stripes' normal and frequency. */
export const gratingClasses: readonly string[] = orientations.flatMap(angle =>
  frequencies.map(({ name }) => `${angle}° ${name}`),
)

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
  const { from, to } = frequencies[label % frequencies.length]!
  const degrees = orientations[Math.floor(label / frequencies.length)]! + 16 * (next() - 0.5)
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
