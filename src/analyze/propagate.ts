/**
 * Sends counts through the graph: forward from a tensor to everything behind it, or backward from a tensor to everything
 * before it, with all weights 1 and each layer normalised by its channels. Every question about overlap and receptive
 * fields is one such pass, with another start: ones for overlap, a single pixel for a receptive field.
 */
import { type Shape, sameShape } from '../graph/shape.ts'
import type { Inference } from '../infer/inference.ts'
import { type AxisWindow, backwardLine, forwardLine, type Line } from './axis.ts'
import { endlessLine } from './endless.ts'
import { type Axis, alongAxis, constantField, type Field } from './field.ts'
import { type Arriving, type Extent, isSmall, joinBackward, joinForward, total } from './joins.ts'
import { isImage, type Sides, sidesOf } from './window.ts'

/** Fields by node index; nodes that the pass does not reach have none, nor those behind a pattern without a short period. */
export type Fields = ReadonlyMap<number, Field>

/** Changes both axes; undefined where a line cannot be. */
function eachAxis(
  field: Field,
  axes: readonly [AxisWindow, AxisWindow],
  change: (w: AxisWindow, line: Line, axis: Axis) => Line | undefined,
): Field | undefined {
  let isWhole = true
  const along = (before: Field, axis: Axis) =>
    alongAxis(before, axis, line => {
      const changed = change(axes[axis], line, axis)
      if (!changed) isWhole = false
      return changed ?? line
    })
  const result = along(along(field, 0), 1)
  return isWhole && isSmall(result) ? result : undefined
}

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
  const withoutPeriod = new Set<number>()
  for (const index of topology.order) {
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (index === start || !sides || node.state !== 'ready') continue
    const sources = topology.sources[index]!.flat()
    const isLost = sources.some(source => withoutPeriod.has(source.node))
    const arriving = sources.flatMap((source, input): Arriving[] => {
      const found = fields.get(source.node)
      return found ? [{ field: found, input }] : []
    })
    if (arriving.length === 0 && !isLost) continue
    const result =
      sides.kind === 'scrambled'
        ? even(node.outputs[0]!, extent)
        : isLost
          ? undefined
          : forward(sides, arriving, node.site.inputs, node.outputs[0]!, extent)
    if (result) fields.set(index, result)
    else withoutPeriod.add(index)
    if (index === last) break
  }
  return fields
}

/** Beyond a Linear every pixel hangs on every other alike: the count starts again, even. A vector is a single pixel. */
const even = (shape: Shape, extent: Extent): Field =>
  extent === 'finite' && isImage(shape) ? constantField(shape[1]!, shape[2]!) : constantField(1, 1)

/** What lies behind a layer that keeps all values in order: the same image again where its shape comes back. */
function reshaped(field: Field, before: Shape, behind: Shape, extent: Extent): Field {
  const image = field.image ?? (isImage(before) ? { shape: before, field } : undefined)
  if (isImage(behind)) {
    return image && sameShape(image.shape, behind) ? image.field : even(behind, extent)
  }
  return image ? { ...constantField(1, 1), image } : constantField(1, 1)
}

function forward(
  sides: Exclude<Sides, { kind: 'scrambled' }>,
  arriving: readonly Arriving[],
  inputs: readonly Shape[],
  output: Shape,
  extent: Extent,
): Field | undefined {
  const [{ field }] = arriving as readonly [Arriving]
  switch (sides.kind) {
    case 'window':
      return eachAxis(field, sides.axes, (w, line) =>
        extent === 'endless' ? endlessLine(w, line, 'forward') : forwardLine(w, line),
      )
    case 'same':
      return field
    case 'merge':
      return joinForward(sides.joint, arriving, inputs, output, extent)
    case 'reshaped':
      return reshaped(field, inputs[0]!, output, extent)
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
  // Undefined where one of the ways has no pattern of a short period: then the sum has none.
  const arriving = new Map<number, (Field | undefined)[]>([[end, [field]]])
  const fields = new Map<number, Field>()
  for (const index of [...topology.order].reverse()) {
    const terms = arriving.get(index)
    const known = terms?.filter(term => term !== undefined)
    const joined =
      known && known.length === terms?.length
        ? total(
            known.map(term => ({ field: term, weight: 1 })),
            extent,
          )
        : undefined
    if (joined) fields.set(index, joined)
    if (index === first) break
    if (!terms) continue
    const node = nodes[index]!
    const sides = sidesOf(node)
    if (!sides || node.state !== 'ready') continue
    topology.sources[index]!.flat().forEach((source, input) => {
      const shape = node.site.inputs[input]!
      const back =
        sides.kind === 'scrambled'
          ? even(shape, extent)
          : joined && backward(sides, joined, node.site.inputs, input, node.outputs[0]!, extent)
      const list = arriving.get(source.node)
      if (list) list.push(back)
      else arriving.set(source.node, [back])
    })
  }
  return fields
}

function backward(
  sides: Exclude<Sides, { kind: 'scrambled' }>,
  field: Field,
  inputs: readonly Shape[],
  input: number,
  output: Shape,
  extent: Extent,
): Field | undefined {
  const shape = inputs[input]!
  switch (sides.kind) {
    case 'window':
      return eachAxis(field, sides.axes, (w, line, axis) =>
        extent === 'endless' ? endlessLine(w, line, 'backward') : backwardLine(w, line, shape[axis + 1]!),
      )
    case 'same':
      return field
    case 'merge':
      return joinBackward(sides.joint, field, inputs, input, output, extent)
    case 'reshaped':
      return reshaped(field, output, shape, extent)
  }
}
