import { registry } from '../../nodes/index.ts'
import type { GraphNode } from '../graph/document.ts'
import { describeProblem } from '../graph/problem.ts'
import { formatShape } from '../graph/shape.ts'
import { type Inference, inferGraph, type NodeInference } from '../infer/inference.ts'
import type { Arguments, Command } from './command.ts'
import { readDocument } from './files.ts'
import type { Terminal } from './terminal.ts'

export const shapesCommand: Command = {
  name: 'shapes',
  usage: 'shapes FILE',
  summary: 'Prints the size of every tensor, with parameters and multiply-accumulates.',
  positionals: [1, 1],
  options: {},
  async run({ positionals, isJson }: Arguments, terminal) {
    const inference = inferGraph(readDocument(positionals[0]!), registry)
    const { document, topology, nodes, totals } = inference
    const rows = topology.order.map(index => rowOf(document.nodes[index]!, nodes[index]!))
    const ok = totals.problems === 0
    if (isJson) {
      const { parameters, macs } = totals
      terminal.print(JSON.stringify({ ok, nodes: rows, totals: { parameters, macs } }))
    } else {
      printTable(rows, inference, terminal)
    }
    for (const { id, type, problem, param } of rows) {
      if (problem) terminal.tell(`${id} (${type})${param ? `, ${param}` : ''}: ${problem}`)
    }
    return ok ? 0 : 1
  },
}

interface Row {
  readonly id: string
  readonly type: string
  readonly group: string | null
  /** Null where a problem here or before it leaves it unknown. */
  readonly output: readonly number[] | null
  readonly outputs?: readonly (readonly number[])[]
  readonly parameters: number | null
  readonly macs: number | null
  readonly problem?: string
  readonly param?: string
}

function rowOf({ id, type, group }: GraphNode, result: NodeInference): Row {
  const known = { id, type, group: group ?? null, parameters: result.parameters ?? null }
  switch (result.state) {
    case 'ready': {
      const { outputs, macs } = result
      const all = outputs.length > 1 ? { outputs } : {}
      return { ...known, output: outputs[0]!, ...all, macs: macs?.value ?? 0 }
    }
    case 'problem': {
      const { problem } = result
      const param = problem.param === undefined ? {} : { param: problem.param }
      return { ...known, output: null, macs: null, problem: describeProblem(problem), ...param }
    }
    case 'waiting':
      return { ...known, output: null, macs: null }
  }
}

/** The sizes of what a node yields; a label, which every Input offers, goes without saying. */
const tensorsOf = (result: NodeInference): readonly (readonly number[])[] =>
  result.state === 'ready'
    ? result.outputs.filter((_, i) => result.definition.outputs[i]!.kind !== 'label')
    : []

function printTable(
  rows: readonly Row[],
  { document, totals, nodes, topology }: Inference,
  { print }: Terminal,
) {
  const count = (value: number | null) => (value === null ? '' : value.toLocaleString('en-US'))
  const groups = new Map(document.groups.map(({ id, name }) => [id, name]))
  const cells = rows.map((row, i) => {
    const result = nodes[topology.order[i]!]!
    const waiting = result.state === 'waiting' ? `waits for ${result.for.join(', ')}` : 'problem'
    const output = row.output ? tensorsOf(result).map(formatShape).join(', ') : waiting
    const group = row.group === null ? '' : (groups.get(row.group) ?? row.group)
    return [row.id, row.type, group, output, count(row.parameters), count(row.macs)]
  })
  const head = ['name', 'type', 'group', 'output', 'parameters', 'MACs']
  const total = ['', '', '', 'total', count(totals.parameters), count(totals.macs)]
  const lines = [head, ...cells, total]
  const widths = head.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  for (const line of lines) {
    const text = line.map((cell, i) => (i < 4 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
    print(text.join('  ').trimEnd())
  }
}
