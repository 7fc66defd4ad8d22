import { epochOrder } from '../order.ts'
import type { Images } from '../stepper.ts'
import { testCountOf } from './generatedFacts.ts'

/** Splits images into two parts by a seeded shuffle; within a part they keep their order. */
export function splitImages(
  images: Images,
  share: number,
  seed: number,
): { readonly train: Images; readonly test: Images } {
  const testCount = testCountOf(images.count, share)
  const isTest = new Uint8Array(images.count)
  for (const i of epochOrder(images.count, seed, 0).subarray(0, testCount)) isTest[i] = 1
  const size = images.count === 0 ? 0 : images.pixels.length / images.count
  const pick = (wanted: number, count: number): Images => {
    const part = { count, pixels: new Uint8Array(count * size), labels: new Uint8Array(count) }
    let at = 0
    for (let i = 0; i < images.count; i++) {
      if (isTest[i] !== wanted) continue
      part.pixels.set(images.pixels.subarray(i * size, (i + 1) * size), at * size)
      part.labels[at++] = images.labels[i]!
    }
    return part
  }
  return { train: pick(0, images.count - testCount), test: pick(1, testCount) }
}
