/** What is pointed at in a matrix, as a sentence. */
import { type ConvolutionMatrix, vecPixel } from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { numberText } from './colors.ts'
import type { Pointed } from './matrixSite.ts'

/** Products that a sum is written out with. */
const written = 9

interface Said {
  readonly matrix: ConvolutionMatrix
  readonly pointed: Pointed
  readonly lit: ReadonlySet<number>
  readonly kernel: readonly (readonly number[])[]
  readonly x: ArrayLike<number>
  readonly image: ArrayLike<number>
  /** "Wx" or "Wᵀx". */
  readonly result: string
}

/** "Row 2: Wx at (0, 2) = 2·(−1) + (−3)·(−1) + 1·1 = 2." */
export function pointedSentence({ matrix, pointed, lit, kernel, x, image, result }: Said): string {
  const { row, column, tap } = pointed
  const pixel = (index: number, size: Pair) => `(${vecPixel(index, size, matrix.order).join(', ')})`
  const entries = [...lit].map(i => matrix.entries[i]!)
  if (row !== undefined && column !== undefined) {
    const ends = `${result} at ${pixel(row, matrix.output)} and x at ${pixel(column, matrix.input)}`
    if (entries.length === 0) return `No tap joins ${ends}: the entry is 0.`
    const taps = entries.map(each => `(${each.tap.join(', ')})`)
    const sum = entries.reduce((total, each) => total + kernel[each.tap[0]]![each.tap[1]]!, 0)
    return taps.length === 1
      ? `Tap ${taps[0]} joins ${ends}: the entry is its weight, ${numberText(sum)}.`
      : `Taps ${taps.join(' and ')} join ${ends}: the entry is the sum of their weights, ${numberText(sum)}.`
  }
  if (row !== undefined) {
    const products = entries.map(
      each => `${factor(kernel[each.tap[0]]![each.tap[1]]!)}·${factor(x[each.column]!)}`,
    )
    const place = `Row ${row}: ${result} at ${pixel(row, matrix.output)}`
    if (products.length === 0) return `${place} is reached by no tap, so it is 0.`
    const sum = products.length <= written ? products.join(' + ') : `the sum of ${products.length} products`
    return `${place} = ${sum} = ${numberText(image[row]!)}.`
  }
  if (column !== undefined) {
    const outputs = new Set(entries.map(each => each.row)).size
    return `Column ${column}: x at ${pixel(column, matrix.input)} goes into ${outputs === 0 ? 'no output' : outputs === 1 ? 'one output' : `${outputs} outputs`}.`
  }
  if (tap) return `Tap (${tap.join(', ')}) stands at ${lit.size} places of the matrix: one weight, shared.`
  return 'Point at an entry, a row, a column, a pixel or a tap: what hangs together lights up.'
}

const factor = (value: number): string => (value < 0 ? `(${numberText(value)})` : String(value))
