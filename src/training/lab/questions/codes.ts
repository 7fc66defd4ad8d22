import type { Codes } from '../../latent/codes.ts'
import { createPace } from '../../pca/pace.ts'
import type { Question } from '../question.ts'
import { type EncodedImages, heldCodes, type Part } from './heldCodes.ts'

/** Codes of the first `count` images of `part` with their labels, all of them without `count`. */
export const encodeImages: Question<{ readonly part: Part; readonly count?: number }, EncodedImages> = async (
  { part, count = Number.POSITIVE_INFINITY },
  desk,
  work,
) => {
  const held = await heldCodes(desk, part)
  const wanted = Math.min(count, held.total)
  const pace = createPace(work)
  while (held.count < wanted) {
    await held.grow()
    await pace(held.count / wanted)
  }
  const { codes, labels } = held.first(wanted)
  return { codes: { ...codes, values: codes.values.slice() }, labels: labels.slice() }
}

/** How long `growCodes` works before it answers, in milliseconds: what is asked meanwhile waits no longer than that. */
const sliceLength = 120

/**
 * Encodes on towards the first `count` images of `part` for a moment, and says how far it has come. Asked again and
 * again it gets there, while other questions have their turns in between; the codes stay in the laboratory.
 */
export const growCodes: Question<
  { readonly part: Part; readonly count: number },
  { readonly count: number; readonly total: number }
> = async ({ part, count }, desk, { signal }) => {
  const held = await heldCodes(desk, part)
  const wanted = Math.min(count, held.total)
  const end = performance.now() + sliceLength
  while (held.count < wanted && !signal?.aborted) {
    await held.grow()
    if (performance.now() > end) break
  }
  return { count: Math.min(held.count, wanted), total: held.total }
}

/** f of given images: values from 0 to 1, channels last. */
export const encode: Question<{ readonly pixels: Float32Array; readonly count: number }, Codes> = (
  { pixels, count },
  desk,
) => desk.model().encode(pixels, count)

/** g of given codes: images channels last, values mostly from 0 to 1. */
export const decode: Question<Codes, Float32Array> = (codes, desk) => desk.model().decode(codes)
