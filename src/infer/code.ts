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

/** The nodes whose output nothing takes: what the network yields. An Input alone yields nothing. */
export const outputIndices = ({ topology }: Inference): readonly number[] =>
  topology.order.filter(
    index => topology.targets[index]!.length === 0 && topology.definitions[index]!.inputs.length > 0,
  )
