import { isLoss } from '../graph/definition.ts'
import type { Inference } from './inference.ts'

/**
 * The index of the node whose output is the code: the one tensor that leaves the group `encoder` and enters `decoder`.
 * Undefined where there are none or several, or where anything else leads past it into the decoder.
 */
export function codeOf({ document, topology }: Inference): number | undefined {
  const group = (index: number) => document.nodes[index]!.group
  const leaving = new Set<number>()
  topology.sources.forEach((ports, index) => {
    if (group(index) !== 'decoder') return
    for (const source of ports.flat()) if (group(source.node) === 'encoder') leaving.add(source.node)
  })
  if (leaving.size !== 1) return undefined
  const [code] = [...leaving] as [number]
  const before = ancestors(code, index => topology.sources[index]!.flat().map(source => source.node))
  const isSplit = topology.order.every(
    index =>
      before.has(index) ||
      isLoss(topology.definitions[index]!) ||
      topology.sources[index]!.flat().every(source => source.node === code || !before.has(source.node)),
  )
  const allBehind = topology.order.every(index => before.has(index) || topology.sources[index]!.length > 0)
  return isSplit && allBehind ? code : undefined
}

/** A node and everything that it depends on. */
function ancestors(node: number, sourcesOf: (node: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set([node])
  for (const next of found) for (const source of sourcesOf(next)) found.add(source)
  return found
}

/**
 * What the network yields: the nodes that a loss measures, and those whose output nothing in the network takes. Those
 * that are measured come first. An Input alone yields nothing, and a loss is no part of the network.
 */
export function outputIndices({ topology }: Inference): readonly number[] {
  const { order, targets, sources, definitions } = topology
  const measured = new Set<number>()
  for (const index of order) {
    // Other losses look at tensors inside the network: the mean and the variance of a code.
    const measures = isLoss(definitions[index]!) && definitions[index]!.inputs[0]!.name === 'input'
    const [first] = measures ? sources[index]! : []
    for (const source of first ?? []) measured.add(source.node)
  }
  const isLayer = (index: number) => definitions[index]!.inputs.length > 0 && !isLoss(definitions[index]!)
  const isEnd = (index: number) => targets[index]!.every(target => isLoss(definitions[target]!))
  const layers = order.filter(isLayer)
  return [
    ...layers.filter(index => measured.has(index)),
    ...layers.filter(index => !measured.has(index) && isEnd(index)),
  ]
}
