/**
 * How far codes are from a Gaussian. Samples of a fitted Gaussian look like images only as far as the codes are one:
 * where they are not, samples fall where no image is.
 */
import { symmetricEigen } from '../pca/eigen.ts'
import { createPace, type Pace, type WorkOptions } from '../pca/pace.ts'
import { type Codes, codeMoments } from './codes.ts'

/** The shape of one coordinate's distribution; both are 0 for a Gaussian. */
export interface CoordinateShape {
  /** m₃ / m₂^(3/2): above 0 where the longer tail is on the right. */
  readonly skewness: number
  /** m₄ / m₂² − 3: above 0 for heavy tails, −1.2 for a uniform distribution, −2 for two points. */
  readonly excessKurtosis: number
  /** It has one value only: no shape, and 0 for both. */
  readonly isConstant: boolean
}

/** The shape of all coordinates together (Mardia 1970, "Measures of multivariate skewness and kurtosis"). */
export interface MardiaShape {
  /** Dimensions in which the codes vary: coordinates that depend on others count for none. */
  readonly dims: number
  /** b₁: 0 for a Gaussian, in the limit of many codes. */
  readonly skewness: number
  /** b₂, the mean fourth power of the Mahalanobis distance; dims · (dims + 2) for a Gaussian. */
  readonly kurtosis: number
  readonly gaussianKurtosis: number
  /** b₁ in standard deviations from what as many codes of a Gaussian would have (n b₁ / 6 is χ² of d(d+1)(d+2)/6 degrees). */
  readonly skewnessScore: number
  /** The same for b₂ (variance 8 d (d+2) / n). */
  readonly kurtosisScore: number
  /** Codes that b₁ was computed from, evenly spread; all but where there are too many dimensions. */
  readonly skewnessCodes: number
}

export interface Gaussianity {
  readonly codes: number
  readonly coordinates: readonly CoordinateShape[]
  readonly mardia: MardiaShape
}

/** Multiplications that the third moments may take: a second or so. */
const mostProducts = 6e8

/**
 * Measures the codes, by coordinate and all together, in slices of time.
 * @throws Error without codes, and the signal's reason where it was aborted.
 */
export async function measureGaussianity(codes: Codes, options: WorkOptions = {}): Promise<Gaussianity> {
  const pace = createPace(options)
  const { mean, covariance } = codeMoments(codes)
  const coordinates = Array.from(mean, (_, k) => coordinateShape(codes, k, mean, covariance))
  const columns = await whiten(codes, mean, covariance, done => pace(0.3 * done))
  const dims = columns.length
  const gaussianKurtosis = dims * (dims + 2)
  const kurtosis = fourthMoment(columns, codes.count)
  const triples = (dims * (dims + 1) * (dims + 2)) / 6
  const stride = Math.max(1, Math.ceil((triples * codes.count) / mostProducts))
  const some = stride === 1 ? columns : columns.map(column => column.filter((_, i) => i % stride === 0))
  const skewnessCodes = dims === 0 ? 0 : some[0]!.length
  let skewness = 0
  let done = 0
  for (let a = 0; a < dims; a++) {
    for (let b = a; b < dims; b++) {
      skewness += squaredThirdMoments(some, a, b)
      done += dims - b
      await pace(0.3 + (0.699 * done) / triples)
    }
  }
  await pace(1)
  return {
    codes: codes.count,
    coordinates,
    mardia: {
      dims,
      skewness,
      kurtosis,
      gaussianKurtosis,
      skewnessScore: dims === 0 ? 0 : ((skewnessCodes * skewness) / 6 - triples) / Math.sqrt(2 * triples),
      kurtosisScore:
        dims === 0 ? 0 : (kurtosis - gaussianKurtosis) / Math.sqrt((8 * gaussianKurtosis) / codes.count),
      skewnessCodes,
    },
  }
}

function coordinateShape(
  { values, count, dims }: Codes,
  k: number,
  mean: Float64Array,
  covariance: Float64Array,
): CoordinateShape {
  const variance = covariance[k * dims + k]!
  if (isConstant(mean[k]!, variance)) return { skewness: 0, excessKurtosis: 0, isConstant: true }
  let [third, fourth] = [0, 0]
  for (let i = 0; i < count; i++) {
    const z = (values[i * dims + k]! - mean[k]!) / Math.sqrt(variance)
    third += z ** 3
    fourth += z ** 4
  }
  return { skewness: third / count, excessKurtosis: fourth / count - 3, isConstant: false }
}

/**
 * The codes in coordinates of mean 0, variance 1 and no covariance, one column for each dimension in which they vary.
 * Mardia's measures do not depend on which such coordinates are taken; these are the principal components of the
 * correlations, so that the units of the coordinates do not matter.
 */
async function whiten(
  codes: Codes,
  mean: Float64Array,
  covariance: Float64Array,
  pace: Pace,
): Promise<Float64Array[]> {
  const { values, count, dims } = codes
  const deviations = mean.map((value, k) => {
    const variance = covariance[k * dims + k]!
    return isConstant(value, variance) ? 0 : Math.sqrt(variance)
  })
  const correlation = covariance.map((value, i) => {
    const scale = deviations[Math.floor(i / dims)]! * deviations[i % dims]!
    return scale === 0 ? 0 : value / scale
  })
  const eigen = symmetricEigen(correlation, dims)
  const rank = eigen.values.filter(value => value > 1e-9 * dims).length
  const columns: Float64Array[] = []
  for (let component = 0; component < rank; component++) {
    const length = Math.sqrt(eigen.values[component]!)
    const weights = deviations.map((deviation, k) =>
      deviation === 0 ? 0 : eigen.vectors[k * dims + component]! / (deviation * length),
    )
    const column = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      let sum = 0
      for (let k = 0; k < dims; k++) sum += weights[k]! * (values[i * dims + k]! - mean[k]!)
      column[i] = sum
    }
    columns.push(column)
    await pace(component / rank)
  }
  return columns
}

/** Codes are float32: what lies below their rounding is no variation. */
const isConstant = (mean: number, variance: number): boolean => variance <= (2 ** -22 * mean) ** 2

function fourthMoment(columns: readonly Float64Array[], count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) {
    let distance = 0
    for (const column of columns) distance += column[i]! ** 2
    sum += distance ** 2
  }
  return sum / count
}

/**
 * Mardia's b₁, a mean over all pairs of codes, is the sum of the squared third moments E[zₐ z_b z_c]² over all a, b, c,
 * which takes no pairs. This is the part of it with these a ≤ b and c ≥ b, each as often as its order can change.
 */
function squaredThirdMoments(columns: readonly Float64Array[], a: number, b: number): number {
  const count = columns[a]!.length
  const products = columns[a]!.map((value, i) => value * columns[b]![i]!)
  let sum = 0
  for (let c = b; c < columns.length; c++) {
    const third = columns[c]!
    let moment = 0
    for (let i = 0; i < count; i++) moment += products[i]! * third[i]!
    const orders = a === b ? (b === c ? 1 : 3) : b === c ? 3 : 6
    sum += orders * (moment / count) ** 2
  }
  return sum
}
