/**
 * The decoder of an encoder: transposed twins in reverse order. Layers that keep the size and have no weights of a place
 * (activations, normalisations, dropout) belong to the tensor that they work on, so they stand behind the twin that
 * brings that tensor back. Nothing follows the last twin: it yields the image.
 */
import type { Layer, MirrorForm, NodeDefinition, Registry, Site } from '../graph/definition.ts'
import { fillParams } from '../graph/params.ts'
import { describeProblem } from '../graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../graph/shape.ts'
import type { Inference, NodeInference } from '../infer/inference.ts'

export interface Mirror {
  /** The layers of the decoder, to be wired one behind the other. */
  readonly layers: readonly Layer[]
  /** The size of what comes out, which is that of what went in. */
  readonly output: Shape
}

/** A chain that cannot be mirrored: the node at fault and why. */
export interface NoMirror {
  readonly node: string
  readonly why: string
}

/** The mirror of the nodes with these ids, which must form one chain. Sizes return exactly, or there is no mirror. */
export function mirrorChain(
  inference: Inference,
  ids: readonly string[],
  form: MirrorForm,
  registry: Registry,
): Mirror | NoMirror {
  const chain = chainOf(inference, ids)
  if ('why' in chain) return chain
  const blocks = blocksOf(chain.map(index => inference.nodes[index] as Ready))
  const layers: Layer[] = []
  for (let i = blocks.length - 1; i >= 0; i--) {
    const { twin, id } = { twin: blocks[i]!.layer, id: inference.document.nodes[chain[blocks[i]!.at]!]!.id }
    const back = twin.definition.mirror?.(twin.site, form)
    if (!back) return { node: id, why: `${twin.definition.title} has no layer that leads back` }
    layers.push(...back, ...(blocks[i - 1]?.followers ?? []))
  }
  const wanted = (inference.nodes[chain[0]!] as Ready).site.inputs[0]!
  const output = sizeAfter(layers, (inference.nodes[chain.at(-1)!] as Ready).outputs[0]!, registry)
  const last = inference.document.nodes[chain.at(-1)!]!.id
  if ('why' in output) return { node: last, why: output.why }
  return sameShape(output.shape, wanted)
    ? { layers, output: output.shape }
    : { node: last, why: `its mirror yields ${formatShape(output.shape)} in place of ${formatShape(wanted)}` }
}

type Ready = NodeInference & { readonly state: 'ready' }

/** The indices of the nodes in order, each the only source of the next. */
function chainOf(
  { document, topology, nodes }: Inference,
  ids: readonly string[],
): readonly number[] | NoMirror {
  const wanted = new Set(ids.map(id => topology.index.get(id)))
  const chain = topology.order.filter(
    index => wanted.has(index) && topology.definitions[index]!.inputs.length > 0,
  )
  for (const [i, index] of chain.entries()) {
    const { id } = document.nodes[index]!
    const sources = topology.sources[index]!.flat()
    if (nodes[index]!.state !== 'ready') return { node: id, why: 'it has no size yet' }
    if (sources.length !== 1) return { node: id, why: 'it joins several tensors, and a mirror needs a chain' }
    if (i > 0 && sources[0]!.node !== chain[i - 1])
      return { node: id, why: 'it does not follow the layer before it' }
  }
  return chain.length > 0 ? chain : { node: ids[0] ?? '', why: 'there is no layer in the selection' }
}

const followerCategories: ReadonlySet<NodeDefinition['category']> = new Set([
  'activation',
  'normalization',
  'regularization',
])

interface Block {
  readonly layer: Ready
  readonly at: number
  readonly followers: Layer[]
}

/** Each layer with the activations and normalisations behind it; those before the first layer belong to the input. */
function blocksOf(chain: readonly Ready[]): readonly Block[] {
  const blocks: Block[] = []
  chain.forEach((node, at) => {
    if (!followerCategories.has(node.definition.category)) blocks.push({ layer: node, at, followers: [] })
    else
      blocks
        .at(-1)
        ?.followers.push({ type: node.definition.type, params: givenParams(node.definition, node.site) })
  })
  return blocks
}

/** The parameters that differ from their defaults. */
const givenParams = (definition: NodeDefinition, site: Site): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(site.params).filter(([name, value]) => value !== definition.params[name]!.default),
  )

function sizeAfter(
  layers: readonly Layer[],
  start: Shape,
  registry: Registry,
): { shape: Shape } | { why: string } {
  let shape = start
  for (const layer of layers) {
    const definition = registry.get(layer.type)
    if (!definition) return { why: `${layer.type} is not a layer type` }
    const inferred = definition.infer({
      params: fillParams(definition.params, layer.params),
      inputs: [shape],
    })
    if ('problem' in inferred) return { why: describeProblem(inferred.problem) }
    shape = inferred.outputs[0]!
  }
  return { shape }
}
