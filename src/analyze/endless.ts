/** Counts without borders: lines that go on for ever, each as one period, its phase counted from pixel 0. */
import { type AxisWindow, type Line, touched } from './axis.ts'
import { greatestDivisor, mixedFrom } from './resample.ts'

/** Periods beyond this many pixels are given up: no picture shows them, and no model repeats them. */
export const longestPeriod = 16384

const modulo = (value: number, period: number): number => ((value % period) + period) % period

/** After how many pixels of the output, and of the input, a layer repeats. */
const stepsOf = (w: AxisWindow): readonly [output: number, input: number] =>
  w.mixing ? w.mixing.period : w.kind === 'scatter' ? [w.stride, 1] : [1, w.stride]

/**
 * What a layer makes of an endless line, on its way forward or as a gradient back. The period that comes out is the
 * smallest that steps guarantee; behind a ratio that is no whole factor the smallest there is. Undefined where it is
 * longer than `longestPeriod`.
 */
export function endlessLine(
  w: AxisWindow,
  period: Line,
  direction: 'forward' | 'backward',
): Line | undefined {
  const [output, input] = stepsOf(w)
  const [to, from] = direction === 'forward' ? [output, input] : [input, output]
  const length = to * (period.length / greatestDivisor(period.length, from))
  if (length > longestPeriod) return undefined
  const result = new Float64Array(length)
  const { mixing } = w
  if (mixing) {
    // As many pixels of the output as make a whole number of periods on both sides.
    const pixels = direction === 'forward' ? length : (length / to) * from
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (const [at, share] of mixedFrom(mixing, pixel)) {
        if (direction === 'forward') result[pixel]! += share * period[modulo(at, period.length)]!
        else result[modulo(at, length)]! += share * period[modulo(pixel, period.length)]!
      }
    }
    return output === 1 || input === 1 ? result : shortest(result)
  }
  if ((w.kind === 'scatter') === (direction === 'forward')) {
    for (let at = 0; at < period.length; at++) {
      for (let tap = 0; tap < w.kernel; tap++) {
        result[modulo(touched(w, at, tap), length)]! += period[at]! * w.weight
      }
    }
    return result
  }
  for (let at = 0; at < length; at++) {
    let sum = 0
    for (let tap = 0; tap < w.kernel; tap++) sum += period[modulo(touched(w, at, tap), period.length)]!
    result[at] = sum * w.weight
  }
  return result
}

/** The line over its smallest period; sums that differ in the last bits count as equal. */
function shortest(line: Line): Line {
  const most = line.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  for (let length = 1; length <= line.length / 2; length++) {
    if (line.length % length !== 0) continue
    if (line.every((value, i) => Math.abs(value - line[i % length]!) <= 1e-9 * most)) {
      return line.slice(0, length)
    }
  }
  return line
}
