import { registry } from '../../nodes/index.ts'
import { type ComposedFinding, checkGraph, countsWords, type Findings } from '../analyze/check.ts'
import { describeProblem } from '../graph/problem.ts'
import { inferGraph } from '../infer/inference.ts'
import { type Arguments, type Command, InputError } from './command.ts'
import { readDocument } from './files.ts'

export const checkCommand: Command = {
  name: 'check',
  usage: 'check FILE',
  summary: 'Prints where strides paint unevenly, what they round away, and what would help.',
  positionals: [1, 1],
  options: {},
  notes: ['Findings are risks, not errors: the exit code is 0 whenever every size is known.'],
  async run({ positionals, isJson }: Arguments, terminal) {
    const inference = inferGraph(readDocument(positionals[0]!), registry)
    const faults = inference.nodes.flatMap((node, i) =>
      node.state === 'problem'
        ? [`${inference.document.nodes[i]!.id}: ${describeProblem(node.problem)}`]
        : [],
    )
    if (faults.length > 0) throw new InputError(faults.join('\n'))
    const findings = checkGraph(inference)
    terminal.print(isJson ? JSON.stringify(findings) : textOf(findings))
    return 0
  },
}

const decimals = (value: number): string => (value === 0 ? 'even' : `unevenness ${value.toFixed(3)}`)

function composedWords({ unevenness, period, map }: ComposedFinding): string {
  if (!period) return `${decimals(unevenness)}, without a period`
  const isLonger = period[0] > map.length || period[1] > (map[0]?.length ?? 0)
  return `${decimals(unevenness)}, period ${period.join('×')}${isLonger ? ', longer than the map' : ''}`
}

function textOf({ nodes, composed, rounding, suggestions }: Findings): string {
  if (nodes.length === 0) return 'No strided layer in this model.'
  const lines = nodes.map(
    ({ id, type, kind, unevenness, period }) =>
      `${id} (${type}): its ${kind === 'forward' ? 'output' : 'gradient'} is painted every ${period.join('×')} pixels, ${decimals(unevenness)}`,
  )
  const { forward, gradient } = composed
  if (forward) lines.push(`From the code to the output: ${composedWords(forward)}`)
  if (gradient) lines.push(`The gradient from the code to the Input: ${composedWords(gradient)}`)
  for (const { id, lost } of rounding.filter(each => each.lost.some(rows => rows > 0))) {
    lines.push(`${id}: ${countsWords(lost, ['row', 'column'])} at the end reached by no window`)
  }
  for (const { id, change, why } of suggestions) lines.push(`${id}: ${change}. ${why}`)
  return lines.join('\n')
}
