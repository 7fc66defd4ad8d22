/**
 * Which part of the Input a pixel can see, layer by layer. Source: A. Araujo, W. Norris, J. Sim, Computing Receptive
 * Fields of Convolutional Neural Networks, Distill 2019; a transposed convolution undoes the step of a convolution.
 */
import type { Window } from '../graph/definition.ts'
import { type Pair, type Shape, sameShape } from '../graph/shape.ts'
import type { Inference, NodeInference } from './inference.ts'

/** In pixels of the Input: the sides of what one pixel sees, borders left aside, and the distance between neighbours. */
export interface ReceptiveField {
  readonly size: Pair
  readonly step: Pair
}

/**
 * The receptive field of each node's first output, in the order of the document. Undefined where pixels have lost their
 * place (behind Flatten and Linear), where branches of different steps meet, and where a size is unknown.
 */
export function receptiveFields({ topology, nodes }: Inference): readonly (ReceptiveField | undefined)[] {
  const fields: (ReceptiveField | undefined)[] = new Array(nodes.length).fill(undefined)
  for (const index of topology.order) {
    const sources = topology.sources[index]!.flat().map(source => fields[source.node])
    fields[index] = fieldOf(nodes[index]!, sources)
  }
  return fields
}

function fieldOf(
  node: NodeInference,
  sources: readonly (ReceptiveField | undefined)[],
): ReceptiveField | undefined {
  if (node.state !== 'ready' || node.outputs[0]?.length !== 3) return undefined
  if (node.definition.inputs.length === 0) return { size: [1, 1], step: [1, 1] }
  const [first, ...others] = sources
  if (!first || others.some(other => !other || !samePair(other.step, first.step))) return undefined
  const known = sources as readonly ReceptiveField[]
  const before: ReceptiveField = {
    size: [Math.max(...known.map(f => f.size[0])), Math.max(...known.map(f => f.size[1]))],
    step: first.step,
  }
  const window = node.definition.window?.(node.site)
  if (window) return through(window, before)
  const keepsPlaces =
    node.definition.category !== 'vector' &&
    node.site.inputs.every(shape => sameSides(shape, node.outputs[0]!))
  return keepsPlaces ? before : undefined
}

function through(
  { kind, kernel, stride, dilation, blended = [0, 0] }: Window,
  { size, step }: ReceptiveField,
): ReceptiveField {
  const along = (axis: 0 | 1): readonly [size: number, step: number] => {
    const reach = dilation[axis] * (kernel[axis] - 1)
    // A painted pixel is reached by the inputs whose kernels overlap there: every stride-th tap.
    return kind === 'gather'
      ? [size[axis] + reach * step[axis], step[axis] * stride[axis]]
      : [
          size[axis] + (Math.floor(reach / stride[axis]) + blended[axis]) * step[axis],
          step[axis] / stride[axis],
        ]
  }
  const [height, width] = [along(0), along(1)]
  return { size: [height[0], width[0]], step: [height[1], width[1]] }
}

const samePair = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1]

const sameSides = (a: Shape, b: Shape): boolean => a.length === 3 && sameShape(a.slice(1), b.slice(1))
