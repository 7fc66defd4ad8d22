import {
  isLoss,
  type LayerCall,
  type NodeDefinition,
  type PyTorch,
  type Site,
  type WeightSlot,
  type WeightSpec,
} from '../graph/definition.ts'
import type { GraphNode } from '../graph/document.ts'
import { describeProblem } from '../graph/problem.ts'
import { formatShape, type Shape } from '../graph/shape.ts'
import type { Source } from '../graph/topology.ts'
import { codeOf, outputIndices } from '../infer/code.ts'
import type { Inference, NodeInference } from '../infer/inference.ts'
import { modulePaths } from './modules.ts'
import { createNames } from './names.ts'
import type { Plan, PlanLoss, PlanNode, PlanTensor, PlanWeight, Role, Step } from './plan.ts'

/** Why a document cannot be compiled: the node at fault, if one is, and the sentence. */
export interface CompileProblem {
  readonly node?: string
  readonly message: string
}

/** The plan of a document, or every reason why there is none. Pure; `inference` must belong to the document. */
export function compile(
  inference: Inference,
): { readonly plan: Plan } | { readonly problems: readonly CompileProblem[] } {
  const { document, topology, nodes } = inference
  const problems = problemsOf(inference)
  if (problems.length > 0) return { problems }

  const names = createNames(reservedNames)
  const identifiers = new Map(
    topology.order.map(i => [document.nodes[i]!.id, names.take(document.nodes[i]!.id)]),
  )
  const modules = modulePaths(inference, identifiers)
  /** Names of tensors by node and output port. */
  const tensors = new Map<string, readonly string[]>()
  const inputs: PlanTensor[] = []
  const steps: Step[] = []
  const weights: PlanWeight[] = []
  const planNodes: PlanNode[] = []
  const losses: PlanLoss[] = []

  function planLoss(
    { id, type }: GraphNode,
    { params, inputs: [shape = []] }: Site,
    sources: readonly Source[],
  ): PlanLoss {
    const [input, target] = sources.map(source => {
      const name = tensors.get(document.nodes[source.node]!.id)![0]!
      const { kind } = topology.definitions[source.node]!.outputs[source.output]!
      return kind === 'label' ? ({ input: name, port: 'label' } as const) : name
    })
    return { node: id, type, params, input: input as string, shape, target: target! }
  }

  /**
   * A tensor that arrives twice, as past an Identity, comes the second time through a step of its own: tfjs counts the
   * readers of a tensor by layer, and frees it too early where one reads it twice.
   */
  const apart = (arriving: readonly string[], { id, type }: GraphNode, role: Role | undefined) =>
    arriving.map((tensor, i) => {
      if (arriving.indexOf(tensor) === i) return tensor
      const name = names.take(`${identifiers.get(id)} again`)
      steps.push({ name, node: id, type, ...(role && { role }), call: passOn, inputs: [tensor] })
      return name
    })

  const ends = new Set(outputIndices(inference))
  for (const index of topology.order) {
    const node = document.nodes[index]!
    const { definition, site, outputs } = nodes[index] as Ready
    const name = identifiers.get(node.id)!
    const role = roleOf(node)
    if (definition.inputs.length === 0) {
      tensors.set(node.id, [name])
      inputs.push({ name, node: node.id, port: definition.outputs[0]!.name, shape: outputs[0]! })
      continue
    }
    const sources = topology.sources[index]!.flat()
    if (isLoss(definition)) {
      losses.push(planLoss(node, site, sources))
      continue
    }
    const arriving = sources.map(source => tensors.get(document.nodes[source.node]!.id)![source.output]!)
    const own = definition.lower(site)
    const calls = own.length === 0 && ends.has(index) ? [passOn] : own
    let current = calls.length > 0 ? apart(arriving, node, role) : arriving
    const specs = startingEqual(definition.weights?.(site) ?? {}, node.equalStart)
    calls.forEach((lowered, i) => {
      const isEqual = lowered.weights !== undefined && divides(node.equalStart, specs)
      const call = isEqual ? { ...lowered, initRepeat: node.equalStart! } : lowered
      // The last call carries the node's own name, so that model.getLayer('conv1') is what its author means.
      const stepName = i === bearer(calls) ? name : names.take(`${name} ${call.layer}`)
      steps.push({
        name: stepName,
        node: node.id,
        type: node.type,
        ...(role && { role }),
        call,
        inputs: current,
      })
      weights.push(
        ...(call.weights ?? []).map(slot => planWeight(modules.get(node.id)!, stepName, slot, specs)),
      )
      current = [stepName]
    })
    tensors.set(node.id, current)
    planNodes.push({
      id: node.id,
      name,
      type: node.type,
      ...(role && { role }),
      tensor: current[0]!,
      inputs: arriving,
      output: outputs[0]!,
      parameters: nodes[index]!.parameters ?? 0,
      macs: (nodes[index] as Ready).macs?.value ?? 0,
      module: modules.get(node.id)!,
      pytorch: plainPyTorch(definition.pytorch(site), arriving),
    })
  }

  const tensorOf = (index: number): PlanTensor => ({
    name: tensors.get(document.nodes[index]!.id)![0]!,
    node: document.nodes[index]!.id,
    port: nodes[index]!.definition.outputs[0]!.name,
    shape: (nodes[index] as Ready).outputs[0]!,
  })
  const code = codeOf(inference)
  const { normalisation = '0..1' } = document.training
  return {
    plan: {
      name: document.name,
      ...(normalisation !== '0..1' && { range: normalisation }),
      inputs,
      steps,
      outputs: outputIndices(inference).map(tensorOf),
      ...(code === undefined ? {} : { code: tensorOf(code) }),
      losses,
      weights,
      nodes: planNodes,
    },
  }
}

type Ready = NodeInference & { state: 'ready' }

/** Names that exported files use themselves. */
const reservedNames = [
  'tf',
  'model',
  'encode',
  'decode',
  'encoder',
  'decoder',
  'autoencoder',
  'uniform',
  'equalGroups',
  'weights',
  'loadWeights',
  'build',
]

/** What stands for an end that changes nothing: no model can have its input, or one tensor twice, among its outputs. */
const passOn: LayerCall = { layer: 'activation', config: { activation: 'linear' } }

/** The call that carries the weights, or else the last one: it bears the node's name. */
const bearer = (calls: readonly LayerCall[]): number => {
  const weighted = calls.findIndex(call => (call.weights?.length ?? 0) > 0)
  return weighted >= 0 ? weighted : calls.length - 1
}

/** The weights with draws repeated, where so many neighbouring channels can start equal. */
function startingEqual(
  specs: Readonly<Record<string, WeightSpec>>,
  count: number | undefined,
): Readonly<Record<string, WeightSpec>> {
  if (!divides(count, specs)) return specs
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.init.kind === 'uniform' ? { ...spec, init: { ...spec.init, repeat: count! } } : spec,
    ]),
  )
}

/** True where the first side of every weight, its outputs, falls into groups of so many. */
const divides = (count: number | undefined, specs: Readonly<Record<string, WeightSpec>>): boolean =>
  count !== undefined && Object.values(specs).every(({ shape }) => shape[0]! % count === 0)

const roleOf = (node: GraphNode): Role | undefined =>
  node.group === 'encoder' || node.group === 'decoder' ? node.group : undefined

function planWeight(
  module: string,
  step: string,
  slot: WeightSlot,
  specs: Readonly<Record<string, WeightSpec>>,
): PlanWeight {
  const spec = specs[slot.name]
  if (!spec) throw new Error(`The lowering of ${step} names the weight ${slot.name}, which it does not have.`)
  const { name, ...layout } = slot
  return {
    name: `${module}.${name}`,
    step,
    shape: spec.shape,
    init: spec.init,
    trainable: spec.trainable !== false,
    ...layout,
  }
}

const plainPyTorch = (text: PyTorch, inputs: readonly string[]): PlanNode['pytorch'] =>
  'expression' in text ? { expression: text.expression(inputs) } : text

function problemsOf(inference: Inference): CompileProblem[] {
  const { document, nodes, topology } = inference
  if (document.nodes.length === 0)
    return [{ message: 'The page is empty: add an Input and a layer behind it.' }]
  const problems = nodes.flatMap((result, index): CompileProblem[] => {
    if (result.state !== 'problem') return []
    const id = document.nodes[index]!.id
    return [{ node: id, message: `${id} (${result.definition.title}): ${describeProblem(result.problem)}` }]
  })
  problems.push(...emptyTensors(inference))
  const has = (test: (definition: NodeDefinition) => boolean) => topology.definitions.some(test)
  if (!has(definition => definition.inputs.length === 0)) {
    problems.push({ message: 'There is no Input: add one and connect it to the first layer.' })
  } else if (!has(definition => definition.inputs.length > 0 && !isLoss(definition))) {
    problems.push({ message: 'There is no layer: add one behind the Input.' })
  }
  return problems
}

/** torch has tensors without values, which a crop or outputSize 0 may leave; no model can be made of them. */
function emptyTensors({ document, nodes }: Inference): CompileProblem[] {
  const isEmpty = (shape: Shape) => shape.some(side => side === 0)
  return nodes.flatMap((result, index): CompileProblem[] => {
    if (result.state !== 'ready' || result.site.inputs.some(isEmpty)) return []
    const { id } = document.nodes[index]!
    return result.outputs.filter(isEmpty).map(shape => ({
      node: id,
      message: `${id} (${result.definition.title}): It yields ${formatShape(shape)}, which has no values: every side must be at least 1.`,
    }))
  })
}
