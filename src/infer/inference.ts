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
  const start =
    previous && sameStructure(document, previous.document)
      ? withEarlierParams(document, previous)
      : withEarlierNodes(document, topologyOf(document, registry), previous)
  return inferStale(document, start)
}

/** What is known before anything is computed: earlier results, and which of them must be looked at again. */
interface Start {
  readonly topology: Topology
  /** Results taken over; undefined where there is none. The loop below fills the gaps. */
  readonly nodes: (NodeInference | undefined)[]
  /** 1 for each node whose own parameters or wires differ, or that is new. */
  readonly stale: Uint8Array
  readonly totals: Totals
}

interface Totals {
  parameters: number
  macs: number
  problems: number
  waiting: number
}

/** Nodes and wires are the same ones: the earlier results hold, but where parameters differ. */
function withEarlierParams(document: GraphDocument, previous: Inference): Start {
  const stale = new Uint8Array(document.nodes.length)
  const [now, then] = [document.nodes, previous.document.nodes]
  if (now !== then) {
    for (let i = 0; i < now.length; i++) {
      if (now[i] !== then[i] && now[i]!.params !== then[i]!.params) stale[i] = 1
    }
  }
  const { topology, totals } = previous
  return { topology, nodes: previous.nodes.slice(), stale, totals: { ...totals } }
}

/** Nodes or wires came or went: earlier results hold for nodes that are the same and take the same wires. */
function withEarlierNodes(document: GraphDocument, topology: Topology, previous?: Inference): Start {
  const totals: Totals = { parameters: 0, macs: 0, problems: 0, waiting: 0 }
  const stale = new Uint8Array(document.nodes.length)
  const nodes = document.nodes.map((node, index) => {
    const before = previous && takeOver(previous, topology, node, index, document)
    if (before) count(totals, before, 1)
    else stale[index] = 1
    return before
  })
  return { topology, nodes, stale, totals }
}

/** Computes what is stale, and what lies behind a result that changed by it. */
function inferStale(document: GraphDocument, { topology, nodes, stale, totals }: Start): Inference {
  const own = stale.slice()
  let computed = 0
  for (const index of topology.order) {
    if (stale[index] === 0) continue
    computed++
    const before = nodes[index]
    // A node that is stale only by what arrives keeps its parameters.
    const params =
      before && own[index] === 0
        ? before.params
        : fillParams(topology.definitions[index]!.params, document.nodes[index]!.params)
    const result = inferNode(document, index, topology, nodes, params)
    nodes[index] = result
    if (before) count(totals, before, -1)
    count(totals, result, 1)
    if (!before || !sameResult(before, result)) {
      for (const target of topology.targets[index]!) stale[target] = 1
    }
  }
  return { document, topology, nodes: nodes as NodeInference[], totals, computed }
}

function count(totals: Totals, result: NodeInference, sign: 1 | -1) {
  totals.parameters += sign * (result.parameters ?? 0)
  if (result.state === 'ready') totals.macs += sign * (result.macs?.value ?? 0)
  else if (result.state === 'problem') totals.problems += sign
  else totals.waiting += sign
}

/** True where both documents have the same nodes, in the same order and of the same types, and the same wires. */
function sameStructure(a: GraphDocument, b: GraphDocument): boolean {
  if (a.edges !== b.edges || a.nodes.length !== b.nodes.length) return false
  if (a.nodes === b.nodes) return true
  for (let i = 0; i < a.nodes.length; i++) {
    const [node, other] = [a.nodes[i]!, b.nodes[i]!]
    if (node !== other && (node.id !== other.id || node.type !== other.type)) return false
  }
  return true
}

/** The earlier result for a node whose parameters and wires are as they were. */
function takeOver(
  previous: Inference,
  topology: Topology,
  node: GraphNode,
  index: number,
  document: GraphDocument,
): NodeInference | undefined {
  const at = previous.topology.index.get(node.id)
  if (at === undefined) return undefined
  const other = previous.document.nodes[at]!
  if (node !== other && (node.type !== other.type || node.params !== other.params)) return undefined
  return sameWires(document, topology, index, previous, at) ? previous.nodes[at] : undefined
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

/** Object literals without spread, and nothing made that is not kept: this runs for thousands of nodes after one edit. */
function inferNode(
  document: GraphDocument,
  index: number,
  topology: Topology,
  nodes: readonly (NodeInference | undefined)[],
  params: Params<ParamSchema>,
): NodeInference {
  const definition = topology.definitions[index]!
  const ports = topology.sources[index]!
  const inputs: (Shape | undefined)[] = []
  let waitsFor: readonly string[] = nobody
  let open = -1
  for (let port = 0; port < ports.length; port++) {
    const wires = ports[port]!
    if (wires.length === 0) {
      inputs.push(undefined)
      if (open < 0) open = port
    }
    for (const wire of wires) {
      // What it takes its inputs from is known by now, because the order is topological.
      const source = nodes[wire.node]!
      inputs.push(source.state === 'ready' ? source.outputs[wire.output] : undefined)
      if (source.state === 'problem') waitsFor = union(waitsFor, [document.nodes[wire.node]!.id])
      else if (source.state === 'waiting') waitsFor = union(waitsFor, source.for)
    }
  }
  if (waitsFor.length > 0) {
    return { definition, params, inputs, parameters: undefined, state: 'waiting', for: waitsFor }
  }
  if (open >= 0) {
    const problem = nothingReaches(definition.inputs[open]!.name)
    return { definition, params, inputs, parameters: undefined, state: 'problem', problem }
  }
  const arrival = { params, inputs: inputs as Shape[] }
  const inferred = definition.infer(arrival)
  const parameters = parametersOf(definition, arrival)
  if ('problem' in inferred) {
    return { definition, params, inputs, parameters, state: 'problem', problem: inferred.problem }
  }
  const { outputs } = inferred
  const site = { params, inputs: arrival.inputs, outputs }
  const macs = definition.macs?.(site)
  return { definition, params, inputs, parameters, state: 'ready', site, outputs, macs }
}

const nothingReaches = (port: string): Problem => ({
  what: `No wire reaches the port ${port}`,
  need: 'connect an output to it',
  port,
})

const nobody: readonly string[] = []

/** Both lists without repetition; one of them itself where it holds the other. */
function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b
  const missing = b.filter(id => !a.includes(id))
  return missing.length === 0 ? a : [...a, ...missing]
}

function parametersOf(
  definition: NodeDefinition,
  arrival: { params: Params<ParamSchema>; inputs: readonly Shape[] },
): number {
  const weights = definition.weights?.(arrival)
  let sum = 0
  for (const name in weights) {
    const weight = weights[name]!
    if (weight.trainable !== false) sum += sizeOf(weight.shape)
  }
  return sum
}
