import { epochOrder } from '../order.ts'
import type { Images } from '../stepper.ts'
import { pickImages } from './bytes.ts'
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
  const places = Array.from(isTest.keys())
  const part = (wanted: number): Images => {
    const kept = places.filter(place => isTest[place] === wanted)
    return {
      count: kept.length,
      pixels: pickImages(images.pixels, kept, size),
      labels: Uint8Array.from(kept, place => images.labels[place]!),
    }
  }
  return { train: part(0), test: part(1) }
}
