/**
 * Sends counts through the graph: forward from a tensor to everything behind it, or backward from a tensor to everything
 * before it, with all weights 1 and each layer normalised by its channels. Every question about overlap and receptive
 * fields is one such pass, with another start: ones for overlap, a single pixel for a receptive field.
 */
import type { Shape } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { type AxisWindow, backwardLine, endlessLine, forwardLine, type Line } from './axis.ts'
import { type Axis, alongAxis, constantField, type Field, repeatField, sumFields } from './field.ts'
import { isImage, type Sides, sidesOf } from './window.ts'

/** Finite fields have borders; an endless one is a single period, so that only the pattern is left. */
export type Extent = 'finite' | 'endless'

/** Fields by node index; nodes that the pass does not reach, or where pixels lose their place, have none. */
export type Fields = ReadonlyMap<number, Field>

/** Periods beyond this many pixels a side are not worth a picture; the pass ends there. */
const largestPeriod = 1024

const eachAxis = (
  field: Field,
  axes: readonly [AxisWindow, AxisWindow],
  change: (w: AxisWindow, line: Line, axis: Axis) => Line,
): Field =>
  alongAxis(
    alongAxis(field, 0, line => change(axes[0], line, 0)),
    1,
    line => change(axes[1], line, 1),
  )

const leastMultiple = (a: number, b: number): number => {
  let multiple = Math.max(a, b)
  while (multiple % a !== 0 || multiple % b !== 0) multiple += Math.max(a, b)
  return multiple
}

/** The sum of fields; endless ones are repeated to a common period first. Undefined where sizes do not agree. */
function join(terms: readonly { field: Field; weight: number }[], extent: Extent): Field | undefined {
  const height = terms.map(t => t.field.height).reduce(leastMultiple)
  const width = terms.map(t => t.field.width).reduce(leastMultiple)
  if (extent === 'endless') {
    if (height > largestPeriod || width > largestPeriod) return undefined
    return sumFields(terms.map(({ field, weight }) => ({ field: repeatField(field, height, width), weight })))
  }
  return terms.every(({ field }) => field.height === height && field.width === width)
    ? sumFields(terms)
    : undefined
}

const isSmall = (field: Field | undefined): field is Field =>
  field !== undefined && field.height <= largestPeriod && field.width <= largestPeriod

/** From the output of node `start` to everything behind it, or only as far as node `last`. */
export function propagateForward(
  inference: Inference,
  start: number,
  field: Field,
  extent: Extent,
  last?: number,
): Fields {
  const { topology, nodes } = inference
  const fields = new Map<number, Field>([[start, field]])
  for (const index of topology.order) {
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (index === start || !sides || node.state !== 'ready') continue
    const sources = topology.sources[index]!.flat()
    const arriving = sources.flatMap((source, i) => {
      const found = fields.get(source.node)
      return found
        ? [
            {
              field: found,
              weight: sides.kind === 'merge' && sides.isConcat ? shareOf(node.site.inputs, i) : 1,
            },
          ]
        : []
    })
    if (arriving.length === 0) continue
    const result = forward(sides, arriving, extent)
    if (result && (extent === 'finite' || isSmall(result))) fields.set(index, result)
    else if (sides.kind === 'scrambled') fields.set(index, even(node.outputs[0]!, extent))
    if (index === last) break
  }
  return fields
}

/** Beyond a Linear every pixel hangs on every other alike: the count starts again, even. A vector is a single pixel. */
const even = (shape: Shape, extent: Extent): Field =>
  extent === 'finite' && isImage(shape) ? constantField(shape[1]!, shape[2]!) : constantField(1, 1)

/** Concatenated channels count by how many they are. */
const shareOf = (inputs: readonly (readonly number[])[], i: number): number =>
  inputs[i]![0]! / inputs.reduce((sum, shape) => sum + shape[0]!, 0)

function forward(
  sides: Sides,
  arriving: readonly { field: Field; weight: number }[],
  extent: Extent,
): Field | undefined {
  switch (sides.kind) {
    case 'window':
      return eachAxis(arriving[0]!.field, sides.axes, (w, line) =>
        extent === 'endless' ? endlessLine(w, line, 'forward') : forwardLine(w, line),
      )
    case 'same':
      return arriving[0]!.field
    case 'merge':
      return join(arriving, extent)
    case 'scrambled':
      return undefined
  }
}

/** From the output of node `end` back to everything before it, or to node `first`: what a gradient of ones spreads over. */
export function propagateBackward(
  inference: Inference,
  end: number,
  field: Field,
  extent: Extent,
  first?: number,
): Fields {
  const { topology, nodes } = inference
  const arriving = new Map<number, { field: Field; weight: number }[]>([[end, [{ field, weight: 1 }]]])
  const fields = new Map<number, Field>()
  for (const index of [...topology.order].reverse()) {
    const terms = arriving.get(index)
    const joined = terms && join(terms, extent)
    if (!joined || (extent === 'endless' && !isSmall(joined))) continue
    fields.set(index, joined)
    if (index === first) break
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (!sides || node.state !== 'ready') continue
    topology.sources[index]!.flat().forEach((source, i) => {
      const shape = node.site.inputs[i]!
      const back = backward(sides, joined, shape, extent)
      if (!back) return
      const list = arriving.get(source.node)
      if (list) list.push({ field: back, weight: 1 })
      else arriving.set(source.node, [{ field: back, weight: 1 }])
    })
  }
  return fields
}

function backward(sides: Sides, field: Field, shape: readonly number[], extent: Extent): Field | undefined {
  switch (sides.kind) {
    case 'window':
      return eachAxis(field, sides.axes, (w, line, axis) =>
        extent === 'endless' ? endlessLine(w, line, 'backward') : backwardLine(w, line, shape[axis + 1]!),
      )
    case 'same':
    case 'merge':
      return field
    case 'scrambled':
      return even(shape, extent)
  }
}
