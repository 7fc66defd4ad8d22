/** Short ways to write documents and plans in tests. */
import { registry } from '../nodes/index.ts'
import { compile } from '../src/compile/compile.ts'
import type { Plan } from '../src/compile/plan.ts'
import { emptyDocument, type GraphDocument, type GraphEdge, type GraphNode } from '../src/graph/document.ts'
import type { Shape } from '../src/graph/shape.ts'
import { inferGraph } from '../src/infer/inference.ts'

/** A layer as a test writes it: its type, then its parameters, its id and its group where they matter. */
export type Layer = readonly [
  type: string,
  params?: Readonly<Record<string, unknown>>,
  more?: { readonly id?: string; readonly group?: string },
]

/** A wire: a node that joins the first ports, or both ends with their ports after a slash: `a/output`. */
export type Wire = readonly [source: string, target: string]

/** `input(1, 28, 28)`: where the data enters. */
export const input = (...shape: number[]): Layer => ['Input', { shape }]

/** Layers one behind the other: `chain(input(1, 28, 28), ['Conv2d', { kernelSize: 5 }], ['ReLU'])`. Ids are conv1, relu1, … */
export function chain(...layers: readonly Layer[]): GraphDocument {
  const nodes = layers.map(nodeNamer())
  return graph(
    nodes,
    nodes.slice(1).map((node, i) => [nodes[i]!.id, node.id] as const),
  )
}

/** A document of nodes and wires. */
export function graph(nodes: readonly GraphNode[], wires: readonly Wire[]): GraphDocument {
  const portsOf = (id: string) => registry.get(nodes.find(node => node.id === id)?.type ?? '')
  const edges = wires.map(([from, to], i): GraphEdge => {
    const [[source = '', output], [target = '', port]] = [from.split('/'), to.split('/')]
    return {
      id: `e${i + 1}`,
      source,
      sourceHandle: output ?? portsOf(source)?.outputs[0]?.name ?? 'output',
      target,
      targetHandle: port ?? portsOf(target)?.inputs[0]?.name ?? 'input',
    }
  })
  return { ...emptyDocument, nodes, edges }
}

/** One node of a document. */
export const node = (
  id: string,
  type: string,
  params: Readonly<Record<string, unknown>> = {},
): GraphNode => ({
  id,
  type,
  params,
  position: { x: 0, y: 0 },
})

/** One layer behind as many Inputs as it has, wired in order: the smallest document around a node. Its id is `node`. */
export function around(
  type: string,
  params: Readonly<Record<string, unknown>> | undefined,
  inputs: readonly Shape[],
): GraphDocument {
  const definition = registry.get(type)
  const ports = definition?.inputs ?? []
  const portOf = (i: number) => ports[Math.min(i, ports.length - 1)]?.name ?? 'input'
  return graph(
    [...inputs.map((shape, i) => node(`x${i + 1}`, 'Input', { shape })), node('node', type, params)],
    inputs.map((_, i) => [`x${i + 1}`, `node/${portOf(i)}`] as const),
  )
}

/** The plan of a document. @throws Error with every problem where it cannot be compiled. */
export function planOf(document: GraphDocument): Plan {
  const compiled = compile(inferGraph(document, registry))
  if ('problems' in compiled) throw new Error(compiled.problems.map(problem => problem.message).join('\n'))
  return compiled.plan
}

function nodeNamer(): (layer: Layer, index: number) => GraphNode {
  const counts = new Map<string, number>()
  return ([type, params = {}, more = {}], index) => {
    const stem = registry.get(type)?.stem ?? type.toLowerCase()
    const count = (counts.get(stem) ?? 0) + 1
    counts.set(stem, count)
    const id = more.id ?? (type === 'Input' && count === 1 ? stem : `${stem}${count}`)
    const group = more.group === undefined ? {} : { group: more.group }
    return { id, type, params, position: { x: 0, y: index * 50 }, ...group }
  }
}
