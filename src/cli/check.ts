import { registry } from '../../nodes/index.ts'
import { checkGraph, countsWords, type Findings, largestMap } from '../analyze/check.ts'
import { analyzeOverlap, type ComposedOverlap, type OverlapReport } from '../analyze/overlap.ts'
import { reasonOf } from '../analyze/reason.ts'
import { evenedBy, isRisk } from '../analyze/risk.ts'
import { sizeGap } from '../analyze/sizeGap.ts'
import { describeProblem } from '../graph/problem.ts'
import { formatShape } from '../graph/shape.ts'
import { type Inference, inferGraph } from '../infer/inference.ts'
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
    const report = analyzeOverlap(inference)
    const findings = checkGraph(inference, report)
    if (!isJson) {
      terminal.print(textOf(findings, report, inference))
      return 0
    }
    for (const { map } of [report.forward, report.gradient].filter(each => each !== undefined)) {
      if (map.height * map.width > largestMap) {
        terminal.tell(
          `The map of ${map.height}×${map.width} is left out: it has more than 16,777,216 counts.`,
        )
      }
    }
    terminal.print(JSON.stringify(findings))
    return 0
  },
}

const decimals = (value: number): string => (value === 0 ? 'even' : `unevenness ${value.toFixed(3)}`)

function composedWords({ unevenness, period, map }: ComposedOverlap): string {
  if (!period) return `${decimals(unevenness)}, without a period`
  const isLonger = period[0] > map.height || period[1] > map.width
  return `${decimals(unevenness)}, period ${period.join('×')}${isLonger ? ', longer than the map' : ''}`
}

/** ": kernel 3 is not a multiple of stride 2; deconv3 evens it out". */
function whyWords(inference: Inference, layer: Findings['nodes'][number]): string {
  const [reason, by] = [reasonOf(inference, layer.id), evenedBy(inference, layer)]
  const parts = [reason, by && `${by} evens it out`].filter(Boolean)
  return parts.length > 0 ? `: ${parts.join('; ')}` : ''
}

function textOf(
  { nodes, rounding, suggestions }: Findings,
  { forward, gradient }: OverlapReport,
  inference: Inference,
): string {
  if (nodes.length === 0) return 'No strided layer in this model.'
  const lines = nodes.map(
    node =>
      `${node.id} (${node.type}): its ${node.kind === 'forward' ? 'output' : 'gradient'} repeats every ${node.period.join('×')} pixels, ${decimals(node.unevenness)}${isRisk(node) ? whyWords(inference, node) : ''}`,
  )
  if (forward) lines.push(`From ${forward.from} to ${forward.to}: ${composedWords(forward)}`)
  if (gradient) {
    lines.push(`The gradient from ${gradient.to} back to ${gradient.from}: ${composedWords(gradient)}`)
  }
  for (const { id, lost } of rounding.filter(each => each.lost.some(rows => rows > 0))) {
    lines.push(`${id}: ${countsWords(lost, ['row', 'column'])} at the end reached by no window`)
  }
  const gap = sizeGap(inference)
  if (gap) lines.push(`The output is ${formatShape(gap.output)}, the image ${formatShape(gap.image)}.`)
  for (const { id, change, why } of suggestions) lines.push(`${id}: ${change}. ${why}`)
  return lines.join('\n')
}
