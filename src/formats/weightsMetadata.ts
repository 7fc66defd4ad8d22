/** What files of weights say about themselves: the standardisation of the pixels that a network was trained on. */
import type { PixelScale } from '../compile/plan.ts'

const scaleKey = 'hourglass.scale'

/** The numbers of a standardisation as metadata of a weights file. */
export const scaleMetadata = (scale: PixelScale): Readonly<Record<string, string>> => ({
  [scaleKey]: JSON.stringify({ mean: scale.mean, deviation: scale.deviation }),
})

/** The standardisation in the metadata of a weights file; undefined where none is told, or it cannot be one. */
export function scaleOf(metadata: Readonly<Record<string, string>> | undefined): PixelScale | undefined {
  const text = metadata?.[scaleKey]
  if (text === undefined) return undefined
  try {
    return readScale(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** A standardisation in a value of JSON: as many means as deviations, which are above 0; undefined where it is none. */
export function readScale(value: unknown): PixelScale | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { mean, deviation } = value as Readonly<Record<string, unknown>>
  const isFit = isNumbers(mean) && isNumbers(deviation) && mean.length === deviation.length
  return isFit && mean.length > 0 && deviation.every(each => each > 0) ? { mean, deviation } : undefined
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every(each => Number.isFinite(each))
