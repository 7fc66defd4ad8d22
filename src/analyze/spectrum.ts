/**
 * The measured side of stride artifacts: the mean power spectrum of what a decoder paints, and how far it stands out at
 * the frequencies that the overlap predicts. A pattern that repeats every P pixels has its energy at multiples of 1/P
 * cycles a pixel, and nowhere else.
 *
 * Every picture is weighted by a Hann window before its transform (F. Harris, On the use of windows for harmonic
 * analysis with the discrete Fourier transform, 1978). Without it the jump between opposite borders smears along both axes,
 * where the predicted frequencies lie, and borders, which are painted less often in any case, count as much as the
 * interior. And it is cut to whole periods, so that a pattern of that period lies on its bins and their direct neighbours
 * alone: the window is exactly zero at all others.
 */
import type { Pair } from '../graph/shape.ts'
import { createFft } from './fft.ts'

/** Mean power by frequency: `power[v · width + u]` at v/height cycles a pixel downwards and u/width across. */
export interface Spectrum {
  readonly height: number
  readonly width: number
  /** Normalised so that white noise of variance σ² has σ² everywhere. */
  readonly power: Float64Array
  /** The mean of the squared values, what is below a millionth of whose root is rounding. */
  readonly meanSquare: number
}

/** Pictures one behind the other, row by row; each channel of an image is one. */
export interface Pictures {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly values: Float32Array
}

/** A frequency at which a pattern of the overlap's period has energy. */
export interface Frequency {
  /** Whole cycles within one period, downwards and across. */
  readonly cycles: Pair
  /** Pixels after which a pattern of this frequency repeats on both axes. */
  readonly period: number
}

/** How far the spectrum stands out at predicted frequencies: 1 where it does not. */
export interface PatternEnergy {
  /** The mean over the predicted frequencies of power there over power around. */
  readonly ratio: number
  /** The same in decibels: 10·log10 of it. */
  readonly decibels: number
  /** The same by the period of the pattern, short ones first. */
  readonly byPeriod: readonly { readonly period: number; readonly ratio: number }[]
}

/** The largest multiple of the period that fits into a side, or the side where none does. */
const wholePeriods = (side: number, period: number): number =>
  side < period ? side : Math.floor(side / period) * period

const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length))

const sumOf = (line: Float64Array): number => line.reduce((sum, value) => sum + value, 0)

/**
 * The mean over pictures of the power spectrum of their middle, which is as many whole periods as fit. The weighted mean
 * of each picture is taken away first, so that frequency 0 is exactly 0.
 */
export function meanSpectrum(pictures: Pictures, [periodDown, periodAcross]: Pair): Spectrum {
  const { count, values } = pictures
  const height = wholePeriods(pictures.height, periodDown)
  const width = wholePeriods(pictures.width, periodAcross)
  const top = Math.floor((pictures.height - height) / 2)
  const left = Math.floor((pictures.width - width) / 2)
  const [down, across] = [hann(height), hann(width)]
  const weight = sumOf(down) * sumOf(across)
  const energy = sumOf(down.map(w => w * w)) * sumOf(across.map(w => w * w))
  const transform = createTransform(height, width)
  const power = new Float64Array(height * width)
  const [real, imaginary] = [new Float64Array(height * width), new Float64Array(height * width)]
  let squares = 0
  for (let picture = 0; picture < count; picture++) {
    const start = (picture * pictures.height + top) * pictures.width + left
    let mean = 0
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = values[start + y * pictures.width + x]!
        real[y * width + x] = value
        mean += value * down[y]! * across[x]!
        squares += value * value
      }
    }
    mean /= weight
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x
        real[at] = (real[at]! - mean) * down[y]! * across[x]!
      }
    }
    imaginary.fill(0)
    transform(real, imaginary)
    for (let at = 0; at < power.length; at++) {
      power[at]! += (real[at]! ** 2 + imaginary[at]! ** 2) / energy
    }
  }
  const many = Math.max(1, count)
  return { height, width, power: power.map(sum => sum / many), meanSquare: squares / (many * power.length) }
}

/** The transform of a picture, in place: of its rows, then of its columns. */
function createTransform(
  height: number,
  width: number,
): (real: Float64Array, imaginary: Float64Array) => void {
  const [row, column] = [createFft(width), createFft(height)]
  const [lineReal, lineImaginary] = [new Float64Array(height), new Float64Array(height)]
  return (real, imaginary) => {
    for (let y = 0; y < height; y++) {
      row(real.subarray(y * width, (y + 1) * width), imaginary.subarray(y * width, (y + 1) * width))
    }
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        lineReal[y] = real[y * width + x]!
        lineImaginary[y] = imaginary[y * width + x]!
      }
      column(lineReal, lineImaginary)
      for (let y = 0; y < height; y++) {
        real[y * width + x] = lineReal[y]!
        imaginary[y * width + x] = lineImaginary[y]!
      }
    }
  }
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))

/** Every multiple of 1/period on both axes but 0: where a pattern that strides leave behind has its energy. */
export function predictedFrequencies([down, across]: Pair): readonly Frequency[] {
  const found: Frequency[] = []
  for (let v = 0; v < down; v++) {
    for (let u = 0; u < across; u++) {
      if (v === 0 && u === 0) continue
      const [tall, wide] = [down / divisor(down, v), across / divisor(across, u)]
      found.push({ cycles: [v, u], period: (tall * wide) / divisor(tall, wide) })
    }
  }
  return found
}

/** Bins from a predicted frequency that its window does not reach, and other predicted ones do not either. */
const around = [-3, -2, 2, 3] as const

/** Five bins between predicted frequencies take five periods a side. An axis of period 1 predicts nothing and asks for eight pixels. */
export const leastSides = ([down, across]: Pair): Pair => [Math.max(8, 5 * down), Math.max(8, 5 * across)]

/** True where every predicted frequency has surroundings of its own: they lie five bins apart or more. */
export const isLargeEnough = ({ height, width }: { height: number; width: number }, period: Pair): boolean =>
  height >= leastSides(period)[0] && width >= leastSides(period)[1]

/**
 * How far a spectrum stands out at the predicted frequencies: the power at each over the geometric mean of the power two
 * and three bins away, along the axes on which it is not 0. Being a ratio at each place, it does not mind that pictures
 * hold less power at higher frequencies, and more on the axes themselves; the geometric mean takes a steady slope for
 * what it is. Undefined where nothing is predicted, or the picture is too small to have surroundings.
 */
export function patternEnergy(spectrum: Spectrum, period: Pair): PatternEnergy | undefined {
  const { height, width, power, meanSquare } = spectrum
  const frequencies = predictedFrequencies(period)
  if (frequencies.length === 0 || !isLargeEnough(spectrum, period)) return undefined
  const [gapDown, gapAcross] = [height / period[0], width / period[1]]
  const floor = Math.max(1e-12 * (sumOf(power) / power.length), 1e-12 * meanSquare, Number.MIN_VALUE)
  const ratios = frequencies.map(({ cycles, period: own }) => {
    const [row, column] = [cycles[0] * gapDown, cycles[1] * gapAcross]
    let [logs, count] = [0, 0]
    for (const away of around) {
      const places = [
        ...(cycles[1] === 0 ? [] : [[row, column + away] as const]),
        ...(cycles[0] === 0 ? [] : [[row + away, column] as const]),
      ]
      for (const [v, u] of places) {
        logs += Math.log(power[modulo(v, height) * width + modulo(u, width)]! + floor)
        count++
      }
    }
    return { period: own, ratio: (power[row * width + column]! + floor) / Math.exp(logs / count) }
  })
  const periods = [...new Set(ratios.map(each => each.period))].sort((a, b) => a - b)
  const ratio = meanRatio(ratios)
  return {
    ratio,
    decibels: decibelsOf(ratio),
    byPeriod: periods.map(each => ({
      period: each,
      ratio: meanRatio(ratios.filter(one => one.period === each)),
    })),
  }
}

/** 10·log10: 0 for a ratio of 1. */
export const decibelsOf = (ratio: number): number => 10 * Math.log10(ratio)

const meanRatio = (ratios: readonly { readonly ratio: number }[]): number =>
  ratios.reduce((sum, each) => sum + each.ratio, 0) / ratios.length

const modulo = (value: number, length: number): number => ((value % length) + length) % length
