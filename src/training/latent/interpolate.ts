import { type Codes, codeAt, createCodes } from './codes.ts'

/** Straight through the code space, or along an arc around a centre, which keeps codes where codes of images lie. */
export type PathForm = 'straight' | 'spherical'

export interface PathOptions {
  readonly form: PathForm
  /** What an arc goes around: the mean of the codes; the origin by default. */
  readonly centre?: Float32Array | Float64Array | undefined
}

/** (1 − t) a + t b, exactly a and b at the ends. */
export const interpolateStraight = (a: Float32Array, b: Float32Array, t: number): Float32Array =>
  a.map((value, k) => (1 - t) * value + t * b[k]!)

/**
 * From a to b at an even pace along the great circle through both directions (Shoemake 1985, "Animating rotation with
 * quaternion curves"; for codes White 2016, "Sampling generative networks"), the distance to the centre going
 * evenly from that of a to that of b. Where no arc is defined, because a or b is the centre or they lie
 * opposite each other, the path is straight.
 */
export function interpolateSpherical(
  a: Float32Array,
  b: Float32Array,
  t: number,
  centre: Float32Array | Float64Array = new Float32Array(a.length),
): Float32Array {
  const fromCentre = (code: Float32Array): Float64Array =>
    Float64Array.from(code, (value, k) => value - centre[k]!)
  const [u, v] = [fromCentre(a), fromCentre(b)]
  const [lengthU, lengthV] = [Math.hypot(...u), Math.hypot(...v)]
  if (lengthU === 0 || lengthV === 0) return interpolateStraight(a, b, t)
  for (let k = 0; k < u.length; k++) {
    u[k]! /= lengthU
    v[k]! /= lengthV
  }
  const angle = angleBetween(u, v)
  const sine = Math.sin(angle)
  if (angle < 1e-6 || sine < 1e-6) return interpolateStraight(a, b, t)
  const length = (1 - t) * lengthU + t * lengthV
  const ofU = (length * Math.sin((1 - t) * angle)) / sine
  const ofV = (length * Math.sin(t * angle)) / sine
  return a.map((_, k) => centre[k]! + ofU * u[k]! + ofV * v[k]!)
}

/** The angle between unit vectors, exact for small ones too (Kahan, "How futile are mindless assessments", 12). */
function angleBetween(u: Float64Array, v: Float64Array): number {
  let difference = 0
  let sum = 0
  for (let k = 0; k < u.length; k++) {
    difference += (u[k]! - v[k]!) ** 2
    sum += (u[k]! + v[k]!) ** 2
  }
  return 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum))
}

/** The code at `t` between two codes, 0 at the first and 1 at the second. */
export const interpolate = (
  a: Float32Array,
  b: Float32Array,
  t: number,
  options: PathOptions,
): Float32Array =>
  options.form === 'straight' ? interpolateStraight(a, b, t) : interpolateSpherical(a, b, t, options.centre)

export interface PolygonOptions extends PathOptions {
  /** Goes back from the last corner to the first. */
  readonly isClosed?: boolean
}

/** The most corners that a path may have. */
export const mostCorners = 5

/**
 * The code at `t` on the path through the corners, 0 at the first and 1 at the last (or the first again). Every side
 * takes the same share of `t`, whatever its length.
 * @throws Error for less than 2 or more than 5 corners.
 */
export function alongPolygon(corners: Codes, t: number, options: PolygonOptions): Float32Array {
  if (corners.count < 2 || corners.count > mostCorners) {
    throw new Error(`A path goes through 2 to ${mostCorners} codes; there are ${corners.count}.`)
  }
  const sides = options.isClosed ? corners.count : corners.count - 1
  const place = Math.min(1, Math.max(0, t)) * sides
  const side = Math.min(sides - 1, Math.floor(place))
  return interpolate(
    codeAt(corners, side),
    codeAt(corners, (side + 1) % corners.count),
    place - side,
    options,
  )
}

/** Codes at even distances in `t` along the path, the first and the last corner among them. */
export function polygonStrip(corners: Codes, count: number, options: PolygonOptions): Codes {
  const strip = createCodes(count, corners.dims)
  for (let i = 0; i < count; i++) {
    strip.values.set(alongPolygon(corners, count === 1 ? 0 : i / (count - 1), options), i * corners.dims)
  }
  return strip
}
