import type { Registry } from '../../graph/definition.ts'
import { emptyDocument, type GraphDocument, type GraphEdge, type GraphNode } from '../../graph/document.ts'
import { withPositions } from '../../graph/layout.ts'
import { nameProblem } from '../../graph/names.ts'
import type { Shape } from '../../graph/shape.ts'
import { collectLayers, type PrintedLayer } from './collect.ts'
import { unwrapped } from './disguises.ts'
import { groupOfName } from './groups.ts'
import { parsePrinted } from './syntax.ts'
import type { PrintedFault, PrintedNote } from './values.ts'
import { wireUp } from './wires.ts'

/** What reading printed text leads to: a network with what had to be assumed, or everything that is wrong, by line. */
export type ReadPrinted =
  | { readonly document: GraphDocument; readonly notes: readonly PrintedNote[] }
  | {
      readonly faults: readonly PrintedFault[]
      /** The size of an input that the first layer would take, where the one that was given does not fit. */
      readonly wanted?: Shape
    }

/** More faults than these are counted, not listed. */
const mostFaults = 100

/**
 * Reads the text of PyTorch's `print(model)` as a chain of layers for images of `inputShape`. Names of modules are kept,
 * so that a `state_dict` fits; children named after an encoder or a decoder become groups. The text does not hold
 * `forward()`: what is not a Sequential is wired in printed order as far as sizes fit, and notes say so. Never throws,
 * whatever the text.
 */
export function readPrintedModel(text: string, registry: Registry, inputShape: Shape): ReadPrinted {
  const { module, notes: around, faults: syntaxFaults } = parsePrinted(text)
  if (!module) return fail(syntaxFaults)
  const { layers, notes, faults } = collectLayers(module, registry)
  const wires = wireUp(layers, inputShape)
  const all = [...syntaxFaults, ...faults, ...wires.faults]
  if (layers.length === 0 && all.length === 0) {
    all.push({ line: module.line, message: `There is no layer in ${module.name}.` })
  }
  const source = registry.get('Input')
  const size = source?.params.shape?.parse(inputShape)
  if (!size || 'expected' in size) {
    all.push({ line: 1, message: `The size of the input must be ${size?.expected ?? 'known'}.` })
  }
  if (all.length > 0) return fail(all, wires.wanted)
  const document = documentOf(unwrapped(module).name, layers, wires.isWired, inputShape, registry)
  return { document, notes: merged(distinct([...around, ...notes, ...wires.notes])) }
}

function documentOf(
  name: string,
  layers: readonly PrintedLayer[],
  isWired: readonly boolean[],
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
      const group = path.map(groupOfName).find(each => each !== undefined)
      return {
        id: idOf(known!.definition.stem),
        type,
        params: known!.call.params,
        ...(group !== undefined && { group }),
        ...(path.length > 0 && { module: path.join('.') }),
      }
    }),
  ]
  const edges = nodes.slice(1).flatMap((node, i): GraphEdge[] =>
    isWired[i]
      ? [
          {
            id: `e${i + 1}`,
            source: nodes[i]!.id,
            sourceHandle: registry.get(nodes[i]!.type)!.outputs[0]!.name,
            target: node.id,
            targetHandle: registry.get(node.type)!.inputs[0]!.name,
          },
        ]
      : [],
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

const groupNames = ['encoder', 'decoder'] as const

function fail(faults: readonly PrintedFault[], wanted?: Shape): ReadPrinted {
  const list = distinct(faults)
  const suggestion = wanted && { wanted }
  if (list.length <= mostFaults) return { faults: list, ...suggestion }
  const more = { line: list[mostFaults]!.line, message: `${list.length - mostFaults} more faults follow.` }
  return { faults: [...list.slice(0, mostFaults), more], ...suggestion }
}

/** By line, and what a repeated module says several times only once. */
function distinct(notes: readonly PrintedNote[]): PrintedNote[] {
  const found = new Map(notes.map(note => [`${note.line} ${note.message}`, note]))
  return [...found.values()].sort((a, b) => a.line - b.line)
}

/** What is said of several lines is said at the first of them, with the place of the next. */
function merged(notes: readonly PrintedNote[]): PrintedNote[] {
  const lines = new Map<string, number[]>()
  for (const { line, message } of notes) {
    const list = lines.get(message)
    if (list) list.push(line)
    else lines.set(message, [line])
  }
  return [...lines].map(([message, [line, next, ...others]]) => {
    const more =
      next === undefined
        ? ''
        : ` The same holds in line ${next}${others.length === 0 ? '' : ` and ${others.length} more`}.`
    return { line: line!, message: `${message}${more}` }
  })
}
