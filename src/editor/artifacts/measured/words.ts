import { noticeable } from '../../../analyze/risk.ts'
import { decibelsOf, type PatternEnergy } from '../../../analyze/spectrum.ts'

/** "+6.2 dB", "0.0 dB", "−0.4 dB". */
export function formatDecibels(ratio: number): string {
  const value = decibelsOf(ratio)
  const text = Math.abs(value).toFixed(Math.abs(value) < 99.95 ? 1 : 0)
  return `${Number(text) === 0 ? '' : value > 0 ? '+' : '−'}${text} dB`
}

/** "4.2×", "above 1,000×". */
export const formatRatio = (ratio: number): string =>
  ratio >= 999.5 ? 'above 1,000×' : `${ratio >= 9.95 ? ratio.toFixed(0) : ratio.toFixed(1)}×`

/** A single period that holds this much more is named, even where all together hold no more. */
const standsOut = 2

/** What the number says: up to 1 dB is chance, from 6 dB on it is seen. */
export function energySentence({ ratio, decibels, byPeriod }: PatternEnergy): string {
  if (decibels < 1) {
    const one = byPeriod.find(each => each.ratio >= standsOut)
    return one
      ? `Together the predicted frequencies hold no more energy than those around them, but period ${one.period} px by itself holds ${formatRatio(one.ratio)}: a faint pattern.`
      : 'No pattern in these weights: the predicted frequencies hold no more energy than those around them.'
  }
  const times = `The predicted frequencies hold ${formatRatio(ratio)} the energy of those around them`
  return decibels < 6
    ? `${times}: a faint pattern, hardly seen in a picture.`
    : `${times}: a pattern that repeats with the stride.`
}

/** That the counted map and the measured energy are two things, with what both say here; `counted` is the unevenness. */
export function contrastSentence(
  counted: number | undefined,
  decibels: number,
  code: 'random' | 'constant',
): string {
  const rule = 'Counts take every weight as 1, this takes the weights as they are'
  if (counted !== undefined && counted < noticeable && decibels >= 6)
    return `${rule}: an even map can measure a pattern, as this one does.`
  if (counted !== undefined && counted >= noticeable && decibels < 1)
    return code === 'random'
      ? `${rule}, and random codes have mean 0: try constant ones.`
      : `${rule}: an uneven map can measure none, as this one does.`
  return `${rule}: an even map can measure a pattern, and a fix can measure worse.`
}
