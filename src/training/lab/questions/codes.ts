import { type Codes, createCodes } from '../../latent/codes.ts'
import { createPace, type WorkOptions } from '../../pca/pace.ts'
import type { Desk, Question } from '../question.ts'

/** Images encoded between two looks at the clock. */
const partImages = 200

/** Codes of the first images of a part of the data, in torch's order, with their labels. */
export interface EncodedImages {
  readonly codes: Codes
  readonly labels: Uint8Array
}

/** f of the first `count` images of `part`, all of them without `count`. */
export const encodeImages: Question<
  { readonly part: 'train' | 'test'; readonly count?: number },
  EncodedImages
> = ({ part, count }, desk, work) =>
  desk.ofModel(`codes ${part} ${count ?? 'all'}`, () => encodeAll(desk, part, count, work))

async function encodeAll(
  desk: Desk,
  part: 'train' | 'test',
  limit: number | undefined,
  work: WorkOptions,
): Promise<EncodedImages> {
  const model = desk.model()
  const images = (await desk.dataset())[part]
  const count = Math.min(limit ?? images.count, images.count)
  const size = images.pixels.length / images.count
  const pace = createPace(work)
  let codes: Codes | undefined
  for (let from = 0; from < count; from += partImages) {
    const to = Math.min(count, from + partImages)
    const pixels = Float32Array.from(images.pixels.subarray(from * size, to * size), byte => byte / 255)
    const found = await model.encode(pixels, to - from)
    codes ??= createCodes(count, found.dims)
    codes.values.set(found.values, from * found.dims)
    await pace(to / count)
  }
  return { codes: codes ?? createCodes(0, 0), labels: images.labels.slice(0, count) }
}

/** f of given images: values from 0 to 1, channels last. */
export const encode: Question<{ readonly pixels: Float32Array; readonly count: number }, Codes> = (
  { pixels, count },
  desk,
) => desk.model().encode(pixels, count)

/** g of given codes: images channels last, values mostly from 0 to 1. */
export const decode: Question<Codes, Float32Array> = (codes, desk) => desk.model().decode(codes)
