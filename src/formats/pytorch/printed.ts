import { isLoss, type NodeDefinition, type Registry } from '../../graph/definition.ts'
import { emptyDocument, type GraphDocument, type GraphEdge, type GraphNode } from '../../graph/document.ts'
import { quote } from '../../graph/fault.ts'
import { withPositions } from '../../graph/layout.ts'
import { nameProblem } from '../../graph/names.ts'
import { fillParams } from '../../graph/params.ts'
import { describeProblem } from '../../graph/problem.ts'
import { formatShape, type Shape } from '../../graph/shape.ts'
import { nearest } from '../../graph/suggest.ts'
import { type ReadCall, readCall, unmetExpectation } from './call.ts'
import { type PrintedModule, parsePrinted } from './syntax.ts'
import type { PrintedFault, PrintedNote } from './values.ts'

/** What reading printed text leads to: a network with what had to be assumed, or everything that is wrong, by line. */
export type ReadPrinted =
  | { readonly document: GraphDocument; readonly notes: readonly PrintedNote[] }
  | { readonly faults: readonly PrintedFault[] }

/** Repeats can make much of little text. */
const mostModules = 10_000

/** More faults than these are counted, not listed. */
const mostFaults = 100

/**
 * Reads the text of PyTorch's `print(model)` as a chain of layers for images of `inputShape`. Names of modules are kept,
 * so that a `state_dict` fits; children `encoder` and `decoder` become groups. The text does not hold `forward()`: what
 * is not a Sequential is wired in printed order, and a note says so. Never throws, whatever the text.
 */
export function readPrintedModel(text: string, registry: Registry, inputShape: Shape): ReadPrinted {
  const { module, faults: syntaxFaults } = parsePrinted(text)
  if (!module) return fail(syntaxFaults)
  const { layers, notes, faults } = collect(module, registry)
  const all = [...syntaxFaults, ...faults, ...sizeFaults(layers, inputShape)]
  if (layers.length === 0 && all.length === 0) {
    all.push({ line: module.line, message: `There is no layer in ${module.name}.` })
  }
  const source = registry.get('Input')
  const size = source?.params.shape?.parse(inputShape)
  if (!size || 'expected' in size) {
    all.push({ line: 1, message: `The size of the input must be ${size?.expected ?? 'known'}.` })
  }
  if (all.length > 0) return fail(all)
  return { document: documentOf(module.name, layers, inputShape, registry), notes: distinct(notes) }
}

/** A layer of the text in the order in which it is printed; `call` is absent where it cannot be read. */
interface Layer {
  readonly path: readonly string[]
  readonly line: number
  readonly type: string
  readonly known?: { readonly definition: NodeDefinition; readonly call: ReadCall }
}

function collect(root: PrintedModule, registry: Registry) {
  const layers: Layer[] = []
  const notes: PrintedNote[] = []
  const faults: PrintedFault[] = []
  let visited = 0

  function visit(module: PrintedModule, path: readonly string[]): void {
    visited++
    if (visited > mostModules) return
    if (module.children.length === 0 && !containers.has(module.name)) leaf(module, path)
    else container(module, path)
  }

  function container(module: PrintedModule, path: readonly string[]): void {
    const { name, line, children, args, kwargs } = module
    if (name !== 'Sequential' && children.length > 0) {
      const message = `${name} is not a Sequential, and printed text does not hold its forward(): its children follow one another as printed.`
      notes.push({ line, message })
    }
    if (args.length + kwargs.length > 0) {
      notes.push({
        line,
        message: `${name} has settings of its own, which are not read; only its children are.`,
      })
    }
    for (const { key, repeat, line: childLine, module: child } of children) {
      if (repeat) {
        for (let i = 0; i < repeat.count && visited <= mostModules; i++) {
          visit(child, [...path, String(repeat.from + i)])
        }
      } else if (/^\w+$/.test(key)) visit(child, [...path, key])
      else {
        const message = `The name ${quote(key)} of a module must be made of letters, digits and _.`
        faults.push({ line: childLine, message })
      }
    }
  }

  function leaf(module: PrintedModule, path: readonly string[]): void {
    const { name: type, line } = module
    const definition = registry.get(type)
    if (definition && isLoss(definition)) {
      notes.push({ line, message: `${type} is a loss and no part of the network: it is left out.` })
      return
    }
    const message = definition ? refusal(definition) : unknown(type, registry)
    if (!definition || message !== undefined) {
      faults.push({ line, message: message ?? '' })
      layers.push({ path, line, type })
      return
    }
    const call = readCall(module, definition)
    notes.push(...call.notes)
    faults.push(...call.faults)
    layers.push({ path, line, type, ...(call.faults.length === 0 && { known: { definition, call } }) })
  }

  visit(root, [])
  if (layers[0]?.path.length === 0) {
    const message = `${root.name} is a single layer: its weights, which torch names without a path, are named by the layer here.`
    notes.push({ line: root.line, message })
  }
  if (visited > mostModules) {
    faults.push({ line: root.line, message: `The model has more than ${mostModules} modules.` })
  }
  return { layers, notes, faults }
}

/** Modules that do nothing themselves, also where they are empty. */
const containers = new Set(['Sequential', 'ModuleList', 'ModuleDict'])

/** Why a class that we have cannot be read from text. */
function refusal({ type, inputs }: NodeDefinition): string | undefined {
  const [port] = inputs
  if (inputs.length === 1 && !port!.multiple) return undefined
  return port
    ? `${type} takes several tensors, and printed text does not hold which.`
    : `${type} is no module of torch.`
}

function unknown(type: string, registry: Registry): string {
  const layers = [...registry.values()].filter(each => !isLoss(each) && refusal(each) === undefined)
  const near = nearest(
    type,
    layers.map(each => each.type),
  )
  const hint = near === undefined ? '' : `; the nearest that is supported is ${near}`
  return `${type} is not supported${hint}.`
}

/** What does not fit along the chain, as far as sizes are known. */
function sizeFaults(layers: readonly Layer[], inputShape: Shape): PrintedFault[] {
  const faults: PrintedFault[] = []
  let shape = inputShape
  for (const { line, type, known } of layers) {
    if (!known) break
    const unmet = known.call.expectations.flatMap(each => unmetExpectation(each, shape) ?? [])
    faults.push(...unmet.map(message => ({ line, message: `${type}: ${message}` })))
    const params = fillParams(known.definition.params, known.call.params)
    const inferred = known.definition.infer({ params, inputs: [shape] })
    if ('problem' in inferred) {
      // Where another number of channels arrives, everything else that does not fit follows from that.
      if (unmet.length === 0) {
        const message = `${type}: ${describeProblem(inferred.problem)} ${formatShape(shape)} arrives.`
        faults.push({ line, message })
      }
      break
    }
    shape = inferred.outputs[0]!
  }
  return faults
}

function documentOf(
  name: string,
  layers: readonly Layer[],
  inputShape: Shape,
  registry: Registry,
): GraphDocument {
  const ids = new Map<string, number>()
  const idOf = (stem: string): string => {
    const count = (ids.get(stem) ?? 0) + 1
    ids.set(stem, count)
    return `${stem}${count}`
  }
  const source = registry.get('Input')!
  const nodes: Omit<GraphNode, 'position'>[] = [
    { id: source.stem, type: 'Input', params: { shape: inputShape } },
    ...layers.map(({ path, type, known }) => {
      const group = path.find(key => groupNames.includes(key))
      return {
        id: idOf(known!.definition.stem),
        type,
        params: known!.call.params,
        ...(group !== undefined && { group }),
        ...(path.length > 0 && { module: path.join('.') }),
      }
    }),
  ]
  const edges = nodes.slice(1).map(
    (node, i): GraphEdge => ({
      id: `e${i + 1}`,
      source: nodes[i]!.id,
      sourceHandle: registry.get(nodes[i]!.type)!.outputs[0]!.name,
      target: node.id,
      targetHandle: registry.get(node.type)!.inputs[0]!.name,
    }),
  )
  const used = new Set(nodes.map(node => node.group))
  return {
    ...emptyDocument,
    name: nameProblem(name) === undefined ? name : emptyDocument.name,
    nodes: withPositions(nodes, edges, registry),
    edges,
    groups: groupNames.filter(each => used.has(each)).map(each => ({ id: each, name: each })),
  }
}

const groupNames: readonly string[] = ['encoder', 'decoder']

function fail(faults: readonly PrintedFault[]): ReadPrinted {
  const list = distinct(faults)
  if (list.length <= mostFaults) return { faults: list }
  const more = { line: list[mostFaults]!.line, message: `${list.length - mostFaults} more faults follow.` }
  return { faults: [...list.slice(0, mostFaults), more] }
}

/** By line, and what a repeated module says several times only once. */
function distinct(notes: readonly PrintedNote[]): PrintedNote[] {
  const found = new Map(notes.map(note => [`${note.line} ${note.message}`, note]))
  return [...found.values()].sort((a, b) => a.line - b.line)
}
