import type { CoordinateShape, Gaussianity } from './gaussianity.ts'

/** Scores up to this are what chance does to codes of a Gaussian. */
const chance = 3
/** Departures up to these are seen in the numbers, hardly in the samples. */
const small = { skewness: 0.25, excessKurtosis: 0.5, kurtosisShare: 0.05 }

/** From so many times the small departures on, codes are called far from Gaussian. */
const far = 4

/**
 * One honest line on how far codes are from Gaussian, with the numbers that it rests on: "Far from Gaussian: coordinate 2
 * leans (skewness 1.10), Mardia's kurtosis is 103.4 where a Gaussian has 80.0. Many samples may fall where no image is."
 * Coordinates are counted from 1.
 */
export function gaussianitySentence({ codes, coordinates, mardia }: Gaussianity): string {
  const constant = coordinates.filter(({ isConstant }) => isConstant).length
  if (mardia.dims === 0) return 'All codes are the same: there is nothing to draw from.'
  const aside =
    constant === 0
      ? ''
      : ` ${constant} of ${coordinates.length} coordinates never ${constant === 1 ? 'changes' : 'change'}.`
  const kurtosis = `Mardia's kurtosis is ${mardia.kurtosis.toFixed(1)} where a Gaussian has ${mardia.gaussianKurtosis.toFixed(1)}`
  if (mardia.skewnessScore <= chance && Math.abs(mardia.kurtosisScore) <= chance) {
    return `Not to be told from Gaussian by ${codes.toLocaleString('en-US')} codes: ${kurtosis}.${aside}`
  }
  const worst = furthest(coordinates)
  const departure = `${worst.departure > 1 ? worst.words : 'no coordinate alone departs much'}, ${kurtosis}`
  const share = Math.abs(mardia.kurtosis / mardia.gaussianKurtosis - 1) / small.kurtosisShare
  const most = Math.max(worst.departure, share)
  if (most <= 1) return `Nearly Gaussian: ${departure}.${aside}`
  if (most <= far) return `Not quite Gaussian: ${departure}. Some samples may fall where no image is.${aside}`
  return `Far from Gaussian: ${departure}. Many samples may fall where no image is.${aside}`
}

/** The coordinate that departs most, by how often the larger of its two measures is what counts as small. */
function furthest(coordinates: readonly CoordinateShape[]): {
  readonly departure: number
  readonly words: string
} {
  const all = coordinates.flatMap(({ skewness, excessKurtosis, isConstant }, k) =>
    isConstant
      ? []
      : [
          {
            departure: Math.abs(skewness) / small.skewness,
            words: `coordinate ${k + 1} leans (skewness ${signed(skewness)})`,
          },
          {
            departure: Math.abs(excessKurtosis) / small.excessKurtosis,
            words: `coordinate ${k + 1} has ${excessKurtosis < 0 ? 'light' : 'heavy'} tails (excess kurtosis ${signed(excessKurtosis)})`,
          },
        ],
  )
  return all.reduce((most, each) => (each.departure > most.departure ? each : most))
}

const signed = (value: number): string => value.toFixed(2).replace('-', '−')
