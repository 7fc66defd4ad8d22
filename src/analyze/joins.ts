/** Counts where tensors join: terms brought to the size of the sum, and what comes back to each of them. */
import type { Shape } from '../graph/shape.ts'
import type { Line } from './axis.ts'
import { type Axis, alongAxis, type Field, repeatField, sumFields, type Term } from './field.ts'
import { greatestDivisor } from './resample.ts'
import { isImage, type Joint } from './window.ts'

/** Finite fields have borders; an endless one is a single period, so that only the pattern is left. */
export type Extent = 'finite' | 'endless'

/** Fields that are no products are given up beyond this many pixels. */
export const mostPixels = 2 ** 20

/** What arrives at one input of a node. */
export interface Arriving {
  readonly field: Field
  /** Which of the node's inputs. */
  readonly input: number
}

/** The joined field. Undefined where endless patterns have no common period that is short enough. */
export function joinForward(
  joint: Joint,
  arriving: readonly Arriving[],
  inputs: readonly Shape[],
  output: Shape,
  extent: Extent,
): Field | undefined {
  if (joint === 0 || joint === 1) {
    return extent === 'endless' ? undefined : sideBySide(joint, arriving, inputs, output)
  }
  const terms = arriving.map(({ field, input }): Term => {
    const weight = joint === 'channels' ? inputs[input]![0]! / output[0]! : 1
    return { weight, field: repeated(field, inputs[input]!, output, extent) }
  })
  return total(terms, extent)
}

/** What comes back to input `input` of a join. */
export function joinBackward(
  joint: Joint,
  field: Field,
  inputs: readonly Shape[],
  input: number,
  output: Shape,
  extent: Extent,
): Field | undefined {
  const shape = inputs[input]!
  if (joint === 'channels') return sumFields([{ field, weight: shape[0]! / output[0]! }])
  if (joint === 'sum') return gathered(field, shape, output, extent)
  if (extent === 'endless') return undefined
  const from = offsetOf(joint, inputs, input)
  return alongAxis(field, joint, line => line.slice(from, from + shape[joint + 1]!))
}

/** The sum of fields; endless ones are repeated to a common period first. */
export function total(terms: readonly Term[], extent: Extent): Field | undefined {
  if (terms.length === 1 || extent === 'finite') return sumFields(terms)
  const height = terms.map(({ field }) => field.height).reduce(leastMultiple)
  const width = terms.map(({ field }) => field.width).reduce(leastMultiple)
  if (height * width > mostPixels) return undefined
  return sumFields(terms.map(({ field, weight }) => ({ field: repeatField(field, height, width), weight })))
}

const leastMultiple = (a: number, b: number): number => (a / greatestDivisor(a, b)) * b

/** The side of an input that lies along an axis of an image; tensors of fewer axes are aligned at the last one. */
const sideOf = (shape: Shape, axis: Axis): number => shape.at(axis - 2) ?? 1

const mean = (line: Line): number => line.reduce((sum, value) => sum + value, 0) / line.length

/** Sides of 1 repeated to those of the sum. A vector's values have no place, so they count alike everywhere. */
function repeated(field: Field, shape: Shape, output: Shape, extent: Extent): Field {
  return ([0, 1] as const).reduce((result, axis) => {
    const side = output[axis + 1]!
    if (isImage(shape) && sideOf(shape, axis) === side) return result
    return alongAxis(result, axis, line => new Float64Array(extent === 'finite' ? side : 1).fill(mean(line)))
  }, field)
}

/** The transposed of `repeated`: sides of 1 get the sum of all that they were repeated to. */
function gathered(field: Field, shape: Shape, output: Shape, extent: Extent): Field {
  return ([0, 1] as const).reduce((result, axis) => {
    const side = output[axis + 1]!
    if (isImage(shape) && sideOf(shape, axis) === side) return result
    return alongAxis(result, axis, line =>
      Float64Array.of(mean(line) * (extent === 'finite' ? line.length : side)),
    )
  }, field)
}

const offsetOf = (axis: Axis, inputs: readonly Shape[], input: number): number =>
  inputs.slice(0, input).reduce((sum, shape) => sum + shape[axis + 1]!, 0)

/** Images along height or width; where nothing arrives there are zeros. */
function sideBySide(
  axis: Axis,
  arriving: readonly Arriving[],
  inputs: readonly Shape[],
  output: Shape,
): Field | undefined {
  return total(
    arriving.map(({ field, input }) => {
      const from = offsetOf(axis, inputs, input)
      const placed = (line: Line) => {
        const long = new Float64Array(output[axis + 1]!)
        long.set(line, from)
        return long
      }
      return { field: alongAxis(field, axis, placed), weight: 1 }
    }),
    'finite',
  )
}

/** True for fields that are short enough to go on with. */
export const isSmall = (field: Field): boolean =>
  field.lines !== undefined || field.height * field.width <= mostPixels
