/** A layer on an input that is small enough to write its matrix down. */
import { type AxisWindow, outputSide } from '../../analyze/axis.ts'
import { applyMatrix, type ConvolutionMatrix, innerProduct, transposeMatrix } from '../../analyze/matrix.ts'
import { sidesOf } from '../../analyze/window.ts'
import type { Pair } from '../../graph/shape.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import { formatCount } from '../ui/numbers.ts'

/** A layer with a window, and the sizes of input that it can be shown on. */
export interface MatrixSite {
  readonly id: string
  /** What one matrix leaves out of the layer: other channels, groups, the bias; undefined where it leaves out nothing. */
  readonly leftOut: string | undefined
  readonly axes: readonly [AxisWindow, AxisWindow]
  readonly own: Pair
  readonly isTransposed: boolean
  /** From small to large; the model's own where that is small enough. */
  readonly sizes: readonly Pair[]
}

/** More pixels than these on either side make a matrix that nobody can read. */
const mostPixels = 81

/** What is shown of a layer; undefined where it has no window, or none that fits into a small image. */
export function matrixSite(inference: Inference, id: string): MatrixSite | undefined {
  const node = inferenceOf(inference, id)
  const sides = node && sidesOf(node)
  if (node?.state !== 'ready' || sides?.kind !== 'window' || !('kernelSize' in node.params)) return undefined
  if (node.definition.category !== 'convolution') return undefined
  const [, height, width] = node.site.inputs[0] as [number, number, number]
  const fits = ([h, w]: Pair) => {
    const [oh, ow] = [outputSide(sides.axes[0], h), outputSide(sides.axes[1], w)]
    return oh > 0 && ow > 0 && h * w <= mostPixels && oh * ow <= mostPixels
  }
  const own: Pair = [height, width]
  const squares = Array.from({ length: 9 }, (_, i): Pair => [i + 1, i + 1])
  const sizes = [...squares.filter(pair => !(pair[0] === height && pair[1] === width)), own]
    .filter(fits)
    .sort((a, b) => a[0] * a[1] - b[0] * b[1])
  if (sizes.length === 0) return undefined
  const isTransposed = sides.window.kind === 'scatter'
  const channels: Pair = [node.site.inputs[0]![0]!, node.outputs[0]![0]!]
  const { groups = 1, bias = false } = node.params as { groups?: number; bias?: boolean }
  return { id, leftOut: leftOutWords(channels, groups, bias), axes: sides.axes, own, isTransposed, sizes }
}

/** "One channel in and one out: the whole matrix of the layer has 32×8 such blocks, each with a kernel of its own." */
export function leftOutWords([into, out]: Pair, groups: number, hasBias: boolean): string | undefined {
  const bias = hasBias ? 'the bias, which is added afterwards, is left out' : undefined
  if (into === 1 && out === 1) return bias && `${capital(bias)}.`
  const within =
    groups > 1
      ? `; ${formatCount((into / groups) * out)} of them, those within the ${groups} groups, are not 0`
      : ''
  const blocks = `${out}×${into} such blocks, each with a kernel of its own${within}`
  return `One channel in and one out: the whole matrix of the layer has ${blocks}${bias ? `; ${bias}` : ''}.`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Images up to this many pixels, before and behind, are shown at the model's own size from the start. */
const readable = 36

/** The size that is shown at first: the model's own where it is readable, else the smallest where windows overlap. */
export const firstSize = ({ sizes, own, axes }: MatrixSite): Pair => {
  const tells = (size: Pair) =>
    axes.every((w, axis) => {
      const [input, output] = [size[axis]!, outputSide(w, size[axis]!)]
      return Math.min(input, output) >= 2 && Math.max(input, output) >= 5
    })
  const isReadable = [own, axes.map((w, axis) => outputSide(w, own[axis]!))].every(
    ([height, width]) => height! * width! <= readable,
  )
  return (
    sizes.find(pair => isReadable && pair[0] === own[0] && pair[1] === own[1]) ??
    sizes.find(tells) ??
    sizes.at(-1)!
  )
}

/** What is pointed at: an entry, a whole row or column, or every place of one tap. */
export interface Pointed {
  readonly row?: number
  readonly column?: number
  readonly tap?: Pair
}

/** The entries that hang together with what is pointed at. */
export const litEntries = (matrix: ConvolutionMatrix, { row, column, tap }: Pointed): ReadonlySet<number> => {
  const lit = new Set<number>()
  if (row === undefined && column === undefined && tap === undefined) return lit
  matrix.entries.forEach((entry, i) => {
    const fits =
      (row === undefined || entry.row === row) &&
      (column === undefined || entry.column === column) &&
      (tap === undefined || (entry.tap[0] === tap[0] && entry.tap[1] === tap[1]))
    if (fits) lit.add(i)
  })
  return lit
}

/** Small whole numbers from −`most` to `most`, the same ones for the same seed. */
export function smallNumbers(count: number, seed: number, most: number): number[] {
  let state = (seed * 2654435761 + 1) >>> 0
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * (2 * most + 1)) - most
  })
}

/** Numbers for W, x and y, and both sides of ⟨Wx, y⟩ = ⟨x, Wᵀy⟩. */
export function adjointSample(matrix: ConvolutionMatrix, kernel: Pair, seed: number) {
  // Distinct and never 0, so that each tap can be told by its number as well as by its colour.
  const taps = kernel[0] * kernel[1]
  const weights = Array.from({ length: taps }, (_, i) => (((i + seed) % taps) + 1) * (i % 2 === 0 ? 1 : -1))
  const rows = Array.from({ length: kernel[0] }, (_, y) => weights.slice(y * kernel[1], (y + 1) * kernel[1]))
  const x = smallNumbers(matrix.columns, seed + 1, 4)
  const y = smallNumbers(matrix.rows, seed + 2, 4)
  const image = applyMatrix(matrix, rows, x)
  const back = applyMatrix(transposeMatrix(matrix), rows, y)
  return { kernel: rows, x, y, image, back, left: innerProduct(image, y), right: innerProduct(x, back) }
}
