/**
 * From a problem to what would solve it. Every candidate is tried on a copy of the document, so that each fix can say
 * what it leads to, the unwelcome outcome too.
 */
import type { Registry } from '../graph/definition.ts'
import type { GraphDocument } from '../graph/document.ts'
import { asPair, fillParams, type PairValue, type ParamValue, sameValue } from '../graph/params.ts'
import type { Problem } from '../graph/problem.ts'
import { formatShape, type Shape, sameShape } from '../graph/shape.ts'
import { causeOf, changesSince, type ParamChange, printed, upstreamOf } from './cause.ts'
import { codeOf, outputIndices } from './code.ts'
import { type Inference, inferGraph } from './inference.ts'

/** New parameters of one node. */
export interface NodeChange {
  readonly id: string
  readonly params: Readonly<Record<string, ParamValue>>
}

/** A change that solves the problem, and what it leads to. */
export interface RankedFix {
  /** "Set conv2 stride back to 1". */
  readonly label: string
  readonly changes: readonly NodeChange[]
  /** "code 8×1×1, output 1×28×28", with a remark where that is not what one would want. */
  readonly outcome: string
  /** True where nothing speaks against it. */
  readonly isFit: boolean
}

/** All that can be said of a node's problem. */
export interface Explanation {
  readonly problem: Problem
  /** "Height became 1 after conv2 got stride 2: 24 → 10 → 4 → 1." */
  readonly cause?: string
  /** How many nodes wait for this one. */
  readonly waiting: number
  /** At most four, those that fit first, then the least change first. */
  readonly fixes: readonly RankedFix[]
}

type Candidate = Pick<RankedFix, 'label' | 'changes'>

/** No more fixes than a person reads. */
const most = 4

/** Nodes computed for all candidates together: keeps the answer quick in graphs of thousands of layers. */
const budget = 60_000

/**
 * Explains the problem of the node `id`: its cause, where `lastValid` tells what changed, and the fixes that were found.
 * @throws Error where the node has no problem.
 */
export function explainProblem(
  inference: Inference,
  id: string,
  registry: Registry,
  lastValid?: GraphDocument,
): Explanation {
  const index = inference.topology.index.get(id)
  const result = index === undefined ? undefined : inference.nodes[index]
  if (index === undefined || result?.state !== 'problem') throw new Error(`Node ${id} has no problem.`)
  const { problem } = result
  const waiting = inference.nodes.filter(node => node.state === 'waiting' && node.for.includes(id)).length
  const isOpen = result.inputs.some(input => input === undefined)
  if (isOpen) return { problem, waiting, fixes: [] }

  const above = upstreamOf(inference, index, 200)
  const changes = lastValid ? changesSince(lastValid, inference, above) : []
  const then = lastValid && inferGraph(lastValid, registry, inference)
  const cause = then && causeOf(inference, id, then, changes)
  const wantsInput = then !== undefined && returnsInput(then) === true
  const candidates = distinct([
    ...reverts(changes),
    ...ownFixes(inference, index, problem),
    ...changesAbove(inference, above),
  ]).slice(0, Math.max(most, Math.min(24, Math.floor(budget / inference.nodes.length))))
  const fixes = candidates.flatMap(candidate => {
    const fix = tryOut(inference, id, candidate, registry, wantsInput)
    return fix ? [fix] : []
  })
  // Array.sort is stable: among those that fit, the order of candidates stays, which is that of least change.
  const ranked = fixes.sort((a, b) => Number(b.isFit) - Number(a.isFit)).slice(0, most)
  return { problem, ...(cause !== undefined && { cause }), waiting, fixes: ranked }
}

/** Each changed parameter back to what it was, nearest first; all of them together where several changed. */
function reverts(changes: readonly ParamChange[]): readonly Candidate[] {
  const single = changes.slice(0, 6).map(({ id, param, before }) => ({
    label: `Set ${id} ${param} back to ${printed(before)}`,
    changes: [{ id, params: { [param]: before } }],
  }))
  if (changes.length < 2 || changes.length > 6) return single
  const ids = [...new Set(changes.map(change => change.id))]
  const all = ids.map(id => ({
    id,
    params: Object.fromEntries(
      changes.filter(change => change.id === id).map(({ param, before }) => [param, before]),
    ),
  }))
  const list = all.map(({ id, params }) => `${id} ${listOf(params, 'back to')}`)
  return [...single, { label: `Set ${list.join(' and ')}`, changes: all }]
}

const listOf = (params: Readonly<Record<string, ParamValue>>, to: string): string =>
  Object.entries(params)
    .map(([param, value]) => `${param} ${to} ${printed(value)}`)
    .join(' and ')

/** What the problem itself proposes. */
function ownFixes(
  { document, nodes }: Inference,
  index: number,
  { fixes = [] }: Problem,
): readonly Candidate[] {
  const { id } = document.nodes[index]!
  const schema = nodes[index]!.definition.params
  return fixes.flatMap(fix => {
    const params: Record<string, ParamValue> = {}
    for (const [name, value] of Object.entries(fix.params)) {
      const parsed = schema[name]?.parse(value)
      if (!parsed || 'expected' in parsed) return []
      params[name] = parsed.value
    }
    return [{ label: `Set ${id} ${listOf(params, 'to')}`, changes: [{ id, params }] }]
  })
}

/** Small changes further up, nearest first: a stride to 1, padding that keeps the size. */
function changesAbove({ document, nodes }: Inference, above: readonly number[]): readonly Candidate[] {
  return above.slice(1, 25).flatMap(index => {
    const { definition, params } = nodes[index]!
    const { id } = document.nodes[index]!
    if (!definition.window || !definition.params.stride) return []
    const list: Candidate[] = []
    const propose = (param: string, value: ParamValue) => {
      if (sameValue(params[param] as ParamValue, value)) return
      list.push({
        label: `Set ${id} ${param} to ${printed(value)}`,
        changes: [{ id, params: { [param]: value } }],
      })
    }
    propose('stride', 1)
    const { kernelSize, padding } = params
    if (padding === 0 && kernelSize !== null && kernelSize !== undefined) {
      const [height, width] = asPair(kernelSize as PairValue)
      const half = [Math.floor(height / 2), Math.floor(width / 2)] as const
      propose('padding', half[0] === half[1] ? half[0] : half)
    }
    return list
  })
}

/** Candidates that lead to the same document are one. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ changes }) => {
    const key = JSON.stringify(changes)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The document with new parameters; nodes that are not named stay the same objects. */
export function withChanges(document: GraphDocument, changes: readonly NodeChange[]): GraphDocument {
  const byId = new Map(changes.map(change => [change.id, change.params]))
  return {
    ...document,
    nodes: document.nodes.map(node => {
      const params = byId.get(node.id)
      return params ? { ...node, params: { ...node.params, ...params } } : node
    }),
  }
}

/** The candidate with its outcome; undefined where the problem stays. */
function tryOut(
  before: Inference,
  id: string,
  candidate: Candidate,
  registry: Registry,
  wantsInput: boolean,
): RankedFix | undefined {
  const isValid = candidate.changes.every(({ id: node, params }) => {
    const { definition } = before.nodes[before.topology.index.get(node)!]!
    const filled = fillParams(definition.params, params)
    return Object.keys(params).every(name => 'value' in definition.params[name]!.parse(filled[name]))
  })
  if (!isValid) return undefined
  const after = inferGraph(withChanges(before.document, candidate.changes), registry, before)
  if (after.nodes[after.topology.index.get(id)!]!.state !== 'ready') return undefined
  const remarks: string[] = []
  const broken = after.document.nodes.filter(
    (_, i) => after.nodes[i]!.state === 'problem' && before.nodes[i]!.state !== 'problem',
  )
  const [next] = broken
  if (next) remarks.push(`then ${next.id} has a problem`)
  const code = codeOf(after)
  const isMissed = (wantsInput || code !== undefined) && returnsInput(after) === false
  if (isMissed) remarks.push("not the input's size")
  const sizes = sizesOf(after, code)
  return {
    ...candidate,
    outcome: [...(sizes.length > 0 ? sizes : [sizeText(id, after, id)]), ...remarks].join(', '),
    isFit: remarks.length === 0,
  }
}

/** "code 8×1×1", "output 1×28×28", as far as they are known; outputs by name where there are several. */
function sizesOf(inference: Inference, code: number | undefined): readonly string[] {
  const nameAt = (index: number) => inference.document.nodes[index]!.id
  const outputs = outputIndices(inference).filter(index => inference.nodes[index]!.state === 'ready')
  const known = code !== undefined && inference.nodes[code]!.state === 'ready'
  return [
    ...(known ? [sizeText('code', inference, nameAt(code))] : []),
    ...outputs
      .slice(0, 3)
      .map(index => sizeText(outputs.length === 1 ? 'output' : nameAt(index), inference, nameAt(index))),
  ]
}

const sizeText = (name: string, inference: Inference, id: string): string => {
  const shape = shapeAt(inference, inference.topology.index.get(id)!)
  return shape ? `${name} ${formatShape(shape)}` : `${name} without a size`
}

const shapeAt = ({ nodes }: Inference, index: number): Shape | undefined => {
  const node = nodes[index]!
  return node.state === 'ready' ? node.outputs[0] : undefined
}

/** Whether the one output has the size of the one input; undefined where there are several, or it is not known. */
function returnsInput(inference: Inference): boolean | undefined {
  const { topology } = inference
  const inputs = topology.order.filter(index => topology.definitions[index]!.inputs.length === 0)
  const outputs = outputIndices(inference)
  if (inputs.length !== 1 || outputs.length !== 1) return undefined
  const [input, output] = [shapeAt(inference, inputs[0]!), shapeAt(inference, outputs[0]!)]
  return input && output && sameShape(input, output)
}
