import { type Codes, createCodes } from '../../latent/codes.ts'
import type { Desk } from '../question.ts'

export type Part = 'train' | 'test'

/** Images in one forward pass: few, so that a slow device is asked often whether there is something more urgent. */
const batchImages = 64

/** The codes of the first images of a part of the data, as far as they are known by now. */
export interface HeldCodes {
  /** Images of the part, which `count` grows to. */
  readonly total: number
  readonly count: number
  /** Encodes the next few images. */
  grow(): Promise<void>
  /** The codes of the first images, at most `count` of them, as a view; and their labels. */
  first(count: number): EncodedImages
}

/** Codes in torch's order, with the labels of their images. */
export interface EncodedImages {
  readonly codes: Codes
  readonly labels: Uint8Array
}

/** The codes of a part, one store for all questions; kept as long as the network stays the same. */
export const heldCodes = (desk: Desk, part: Part): Promise<HeldCodes> =>
  desk.ofModel(`codes ${part}`, async () => {
    const model = desk.model()
    const images = (await desk.dataset())[part]
    const size = images.count === 0 ? 0 : images.pixels.length / images.count
    let codes: Codes | undefined
    let count = 0
    return {
      total: images.count,
      get count() {
        return count
      },
      async grow() {
        const to = Math.min(images.count, count + batchImages)
        if (to === count) return
        const pixels = Float32Array.from(images.pixels.subarray(count * size, to * size), byte => byte / 255)
        const found = await model.encode(pixels, to - count)
        codes ??= createCodes(images.count, found.dims)
        codes.values.set(found.values, count * found.dims)
        count = to
      },
      first(most) {
        const kept = Math.min(count, most)
        const dims = codes?.dims ?? 0
        const values = codes?.values.subarray(0, kept * dims) ?? new Float32Array(0)
        return { codes: { count: kept, dims, values }, labels: images.labels.subarray(0, kept) }
      },
    }
  })

/** The codes of the first `count` images, encoding those that are not known yet. */
export async function encodedImages(desk: Desk, part: Part, count: number): Promise<EncodedImages> {
  const held = await heldCodes(desk, part)
  while (held.count < Math.min(count, held.total)) await held.grow()
  return held.first(count)
}
