/**
 * Sizes, problems and counts of a whole document. The result is a value that belongs to one document; given the result
 * for an earlier document, only the nodes that differ, and what lies behind a size that changed, are computed again.
 */
import type { Count, NodeDefinition, Registry, Site } from '../graph/definition.ts'
import type { GraphDocument, GraphNode } from '../graph/document.ts'
import { fillParams, type ParamSchema, type Params } from '../graph/params.ts'
import type { Problem } from '../graph/problem.ts'
import { type Shape, sameShape, sizeOf } from '../graph/shape.ts'
import { type Topology, topologyOf } from '../graph/topology.ts'

/** What is known of one node. */
export type NodeInference = {
  readonly definition: NodeDefinition
  readonly params: Params<ParamSchema>
  /** Sizes that reached it, by input port and wire; undefined where none did. */
  readonly inputs: readonly (Shape | undefined)[]
  /** Trainable and fixed values of its weights; undefined while the inputs are unknown. */
  readonly parameters: number | undefined
} & (
  | {
      readonly state: 'ready'
      readonly site: Site
      readonly outputs: readonly Shape[]
      readonly macs: Count | undefined
    }
  | { readonly state: 'problem'; readonly problem: Problem }
  /** It waits for the nodes with these ids, which have problems of their own. */
  | { readonly state: 'waiting'; readonly for: readonly string[] }
)

/** All that is known of a document. */
export interface Inference {
  readonly document: GraphDocument
  readonly topology: Topology
  /** In the order of `document.nodes`. */
  readonly nodes: readonly NodeInference[]
  readonly totals: {
    readonly parameters: number
    readonly macs: number
    readonly problems: number
    readonly waiting: number
  }
  /** How many nodes were computed for this result; the rest was taken over from the previous one. */
  readonly computed: number
}

/** The inference of one node of the document by its id. */
export const inferenceOf = (inference: Inference, id: string): NodeInference | undefined => {
  const index = inference.topology.index.get(id)
  return index === undefined ? undefined : inference.nodes[index]
}

/** Infers every size of a document; with `previous`, only what an edit touched. */
export function inferGraph(document: GraphDocument, registry: Registry, previous?: Inference): Inference {
  if (previous?.document === document) return previous
  const topology =
    previous && sameStructure(document, previous.document)
      ? previous.topology
      : topologyOf(document, registry)
  const nodes: NodeInference[] = new Array(document.nodes.length)
  const fresh = new Uint8Array(document.nodes.length)
  const totals = { parameters: 0, macs: 0, problems: 0, waiting: 0 }
  let computed = 0
  for (const index of topology.order) {
    const node = document.nodes[index]!
    const before = previous && takeOver(previous, topology, node, index, document)
    const inputs = topology.sources[index]!.flatMap(wires =>
      wires.length === 0 ? [-1] : wires.map(source => source.node),
    )
    let result = before
    if (!before || inputs.some(source => source >= 0 && fresh[source] === 1)) {
      computed++
      result = inferNode(document, node, topology, index, nodes)
      fresh[index] = before && sameResult(before, result) ? 0 : 1
    }
    nodes[index] = result!
    count(totals, result!)
  }
  return { document, topology, nodes, totals, computed }
}

function count(
  totals: { parameters: number; macs: number; problems: number; waiting: number },
  result: NodeInference,
) {
  totals.parameters += result.parameters ?? 0
  if (result.state === 'ready') totals.macs += result.macs?.value ?? 0
  else if (result.state === 'problem') totals.problems++
  else totals.waiting++
}

/** True where both documents have the same nodes, in the same order and of the same types, and the same wires. */
const sameStructure = (a: GraphDocument, b: GraphDocument): boolean =>
  a.edges === b.edges &&
  (a.nodes === b.nodes ||
    (a.nodes.length === b.nodes.length &&
      a.nodes.every((node, i) => {
        const other = b.nodes[i]!
        return node === other || (node.id === other.id && node.type === other.type)
      })))

/** The earlier result for a node whose parameters and wires are as they were. */
function takeOver(
  previous: Inference,
  topology: Topology,
  node: GraphNode,
  index: number,
  document: GraphDocument,
): NodeInference | undefined {
  const at = previous.topology === topology ? index : previous.topology.index.get(node.id)
  if (at === undefined) return undefined
  const other = previous.document.nodes[at]!
  if (node !== other && (node.type !== other.type || node.params !== other.params)) return undefined
  if (previous.topology !== topology && !sameWires(document, topology, index, previous, at)) return undefined
  return previous.nodes[at]
}

const sameWires = (
  document: GraphDocument,
  topology: Topology,
  index: number,
  previous: Inference,
  at: number,
): boolean => {
  const [now, then] = [topology.sources[index]!, previous.topology.sources[at]!]
  return now.every((wires, port) => {
    const others = then[port] ?? []
    return (
      wires.length === others.length &&
      wires.every((wire, i) => {
        const other = others[i]!
        return (
          wire.output === other.output &&
          document.nodes[wire.node]!.id === previous.document.nodes[other.node]!.id
        )
      })
    )
  })
}

/** True where nothing behind the node can tell the two results apart. */
function sameResult(a: NodeInference, b: NodeInference): boolean {
  if (a.state === 'ready' && b.state === 'ready') {
    return a.outputs.every((shape, i) => sameShape(shape, b.outputs[i]!))
  }
  if (a.state === 'waiting' && b.state === 'waiting') {
    return a.for.length === b.for.length && a.for.every((id, i) => id === b.for[i])
  }
  return a.state === 'problem' && b.state === 'problem'
}

function inferNode(
  document: GraphDocument,
  node: GraphNode,
  topology: Topology,
  index: number,
  nodes: readonly NodeInference[],
): NodeInference {
  const definition = topology.definitions[index]!
  const params = fillParams(definition.params, node.params)
  const ports = topology.sources[index]!
  const waitsFor = new Set<string>()
  const inputs: (Shape | undefined)[] = []
  for (const wires of ports) {
    if (wires.length === 0) inputs.push(undefined)
    for (const wire of wires) {
      const source = nodes[wire.node]!
      if (source.state === 'ready') inputs.push(source.outputs[wire.output])
      else inputs.push(undefined)
      if (source.state === 'problem') waitsFor.add(document.nodes[wire.node]!.id)
      if (source.state === 'waiting') for (const id of source.for) waitsFor.add(id)
    }
  }
  const known = { definition, params, inputs }
  if (waitsFor.size > 0) return { ...known, parameters: undefined, state: 'waiting', for: [...waitsFor] }
  const open = definition.inputs.find((_, port) => ports[port]!.length === 0)
  if (open) {
    const problem: Problem = {
      what: `No wire reaches the port ${open.name}`,
      need: `connect an output to it`,
      port: open.name,
    }
    return { ...known, parameters: undefined, state: 'problem', problem }
  }
  const arrival = { params, inputs: inputs as Shape[] }
  const inferred = definition.infer(arrival)
  if ('problem' in inferred) {
    return {
      ...known,
      parameters: parametersOf(definition, arrival),
      state: 'problem',
      problem: inferred.problem,
    }
  }
  const { outputs } = inferred
  const site = { ...arrival, outputs }
  const parameters = parametersOf(definition, arrival)
  return { ...known, parameters, state: 'ready', site, outputs, macs: definition.macs?.(site) }
}

const parametersOf = (
  definition: NodeDefinition,
  arrival: { params: Params<ParamSchema>; inputs: readonly Shape[] },
) =>
  Object.values(definition.weights?.(arrival) ?? {}).reduce(
    (sum, weight) => sum + (weight.trainable === false ? 0 : sizeOf(weight.shape)),
    0,
  )
