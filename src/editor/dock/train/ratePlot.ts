import type { RateTest } from './rateTestStore.ts'

/** Where the curve of a test lies in a picture of some size, in pixels. */
export interface RatePlot {
  readonly path: string
  readonly xTicks: readonly { readonly at: number; readonly label: string }[]
  readonly yTicks: readonly { readonly at: number; readonly label: string }[]
  /** The suggested rate on the curve; absent where there is none. */
  readonly mark?: { readonly x: number; readonly y: number }
}

export const margins = { left: 46, right: 14, top: 18, bottom: 26 } as const

/** The rate without superfluous digits: "0.0012", "3e−5". */
export const formatRate = (rate: number): string =>
  (rate < 0.0001 ? rate.toExponential() : String(rate)).replace('-', '−')

/** Lays the smoothed losses out over the logarithm of the rate. Losses far above the first are cut off. */
export function layOutRates({ points, suggestion }: RateTest, width: number, height: number): RatePlot {
  const [first, last] = [points[0]!, points.at(-1)!]
  const losses = points.map(({ loss }) => loss)
  const low = Math.min(...losses)
  const high = Math.min(Math.max(...losses), low + 1.6 * Math.max(first.loss - low, 1e-9 + 0.1 * low))
  const span = Math.max(high - low, 1e-12)
  const [right, bottom] = [width - margins.right, height - margins.bottom]
  const decades = Math.log10(last.rate / first.rate) || 1
  const xOf = (rate: number) =>
    margins.left + (right - margins.left) * (Math.log10(rate / first.rate) / decades)
  const yOf = (loss: number) =>
    bottom - (bottom - margins.top) * Math.min(1, Math.max(0, (loss - low) / span))
  const near = (rate: number) =>
    points.reduce((best, point) =>
      Math.abs(Math.log(point.rate / rate)) < Math.abs(Math.log(best.rate / rate)) ? point : best,
    )
  const firstPower = Math.ceil(Math.log10(first.rate) - 1e-9)
  const powers = Math.floor(Math.log10(last.rate) + 1e-9) - firstPower + 1
  return {
    path: points
      .map(({ rate, loss }, i) => `${i === 0 ? 'M' : 'L'}${xOf(rate).toFixed(1)} ${yOf(loss).toFixed(1)}`)
      .join(''),
    xTicks: Array.from({ length: Math.max(0, powers) }, (_, i) => {
      const rate = Number(`1e${firstPower + i}`)
      return { at: xOf(rate), label: formatRate(rate) }
    }),
    yTicks: [0, 1 / 3, 2 / 3, 1].map(share => ({
      at: yOf(low + share * span),
      label: (low + share * span).toPrecision(3),
    })),
    ...(suggestion !== undefined && {
      mark: { x: xOf(suggestion), y: yOf(near(suggestion).loss) },
    }),
  }
}

/** The points of a test as a table. */
export const ratesCsv = ({ points }: RateTest): string =>
  ['learning_rate,smoothed_loss', ...points.map(({ rate, loss }) => `${rate},${loss}`), ''].join('\n')
