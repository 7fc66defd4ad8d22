/** The same network with a code of another size: which parameter makes the code, and what the network is with it changed. */
import type { Registry } from '../graph/definition.ts'
import type { GraphDocument } from '../graph/document.ts'
import { describeProblem } from '../graph/problem.ts'
import { formatShape, type Shape, sameShape, sizeOf } from '../graph/shape.ts'
import { codeOf, outputIndices } from '../infer/code.ts'
import { type Inference, inferGraph } from '../infer/inference.ts'

/** The parameter that the size of the code follows. */
export interface CodeSource {
  /** The layer that makes the code, or the last one before it that has such a parameter. */
  readonly node: string
  readonly param: 'outChannels' | 'outFeatures'
  /** Numbers in the code now. */
  readonly dims: number
  /** Numbers in the code for each unit of the parameter: 1 for a vector, the code's area for an image. */
  readonly each: number
}

export interface CodeRefusal {
  /** Why the size of the code cannot be set, and what would help. */
  readonly refusal: string
}

const makers = ['outChannels', 'outFeatures'] as const

/** Finds the parameter that the size of the code follows. */
export function codeSource(inference: Inference): CodeSource | CodeRefusal {
  const code = codeOf(inference)
  const shape = code === undefined ? undefined : shapeOf(inference, code)
  if (code === undefined || !shape) {
    return {
      refusal:
        'This network has no code: one tensor has to lead from a group named encoder into one named decoder, and nothing past it.',
    }
  }
  const dims = sizeOf(shape)
  let index: number | undefined = code
  while (index !== undefined) {
    const maker = makerOf(inference, index)
    if (maker) {
      const each = dims / maker.value
      if (Number.isInteger(each)) return { node: maker.node, param: maker.param, dims, each }
      break
    }
    const sources: readonly { readonly node: number }[] = inference.topology.sources[index]!.flat()
    index = sources.length === 1 ? sources[0]!.node : undefined
  }
  return {
    refusal: `The code of ${formatShape(shape)} follows no single parameter: end the encoder with a Conv2d or a Linear, whose outChannels or outFeatures then say its size.`,
  }
}

/** The layer's parameter for how many values come out, where it has one. */
function makerOf({ document, nodes }: Inference, index: number) {
  const { params } = nodes[index]!
  const param = makers.find(name => Object.hasOwn(params, name))
  const value = param && Number(params[param])
  return param && value ? { node: document.nodes[index]!.id, param, value } : undefined
}

/** The document with a code of `dims` numbers, and its sizes; or why there is none. */
export function withCodeSize(
  inference: Inference,
  registry: Registry,
  dims: number,
): { readonly document: GraphDocument; readonly inference: Inference } | CodeRefusal {
  const source = codeSource(inference)
  if ('refusal' in source) return source
  const { node, param, each } = source
  if (!Number.isInteger(dims) || dims < 1) {
    return { refusal: `A code has a whole number of values, at least 1; ${dims} were asked for.` }
  }
  if (dims % each !== 0) {
    const [below, above] = [Math.max(1, Math.floor(dims / each)) * each, Math.ceil(dims / each) * each]
    const near = below === above || below > dims ? above : `${below} or ${above}`
    return {
      refusal: `The code has ${each} numbers for each of ${node}'s ${param}, so ${dims} are not to be had; ${near} are.`,
    }
  }
  if (dims === source.dims) return { document: inference.document, inference }
  const document: GraphDocument = {
    ...inference.document,
    nodes: inference.document.nodes.map(other =>
      other.id === node ? { ...other, params: { ...other.params, [param]: dims / each } } : other,
    ),
  }
  const changed = inferGraph(document, registry, inference)
  const fault = faultOf(inference, changed, dims)
  return fault === undefined
    ? { document, inference: changed }
    : { refusal: `With ${dims} numbers in the code (${node}'s ${param} ${dims / each}): ${fault}` }
}

/** What is wrong with a network after its code was changed; undefined where all is well. */
function faultOf(before: Inference, after: Inference, dims: number): string | undefined {
  for (const [i, result] of after.nodes.entries()) {
    if (result.state !== 'problem' || before.nodes[i]!.state === 'problem') continue
    return `${after.document.nodes[i]!.id}: ${describeProblem(result.problem)}`
  }
  const code = codeOf(after)
  const shape = code === undefined ? undefined : shapeOf(after, code)
  if (!shape || sizeOf(shape) !== dims) return 'the code does not become that large.'
  const [first, second] = [before, after].map(each => outputIndices(each).map(i => shapeOf(each, i)))
  const isSame = first!.every((output, i) => output && second![i] && sameShape(output, second![i]!))
  return isSame ? undefined : 'the output changes its size, so it cannot be compared any more.'
}

function shapeOf({ nodes }: Inference, index: number): Shape | undefined {
  const node = nodes[index]
  return node?.state === 'ready' ? node.outputs[0] : undefined
}
