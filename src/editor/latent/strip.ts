import type { Codes } from '../../training/latent/codes.ts'
import { alongPolygon, type PolygonOptions, polygonStrip } from '../../training/latent/interpolate.ts'

/** Pictures of a strip, both ends among them. */
export const stripLength = 11

/** The place in the strip that is nearest to α, which goes from 0 to 1. */
export const placeOf = (alpha: number): number => Math.round(alpha * (stripLength - 1))

/** α of each picture of the strip: even steps, but for the place nearest to `alpha`, which stands for `alpha` itself. */
export const stopsAt = (alpha: number): readonly number[] =>
  Array.from({ length: stripLength }, (_, i) => (i === placeOf(alpha) ? alpha : i / (stripLength - 1)))

/**
 * The strip through the corners, in which the place nearest to α stands for α itself. Works on codes and, for a blend,
 * on pixels alike.
 */
export function stripAt(corners: Codes, alpha: number, options: PolygonOptions): Codes {
  const strip = polygonStrip(corners, stripLength, options)
  strip.values.set(alongPolygon(corners, alpha, options), placeOf(alpha) * corners.dims)
  return strip
}

/** What is computed, as it stands beside the heading. */
export function pathFormula(corners: number, isSpherical: boolean): string {
  const [from, to, place] = corners > 2 ? ['f(xᵢ)', 'f(xᵢ₊₁)', 't'] : ['f(x)', 'f(x′)', 'α']
  return isSpherical ? `g(slerp(${from}, ${to}, ${place}))` : `g((1 − ${place}) ${from} + ${place} ${to})`
}
