import { type Connection, whyNot } from '../../commands/index.ts'
import type { Registry } from '../../graph/definition.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { definitionOf } from '../../graph/topology.ts'

/** A wire that can be drawn, as a list names it. */
export interface FittingWire {
  readonly id: string
  readonly connection: Connection
  readonly label: string
  readonly hint: string
}

/** Every wire that can be drawn from a node's outputs, then those into its inputs. */
export function fittingWires(
  document: GraphDocument,
  registry: Registry,
  id: string,
): readonly FittingWire[] {
  const node = document.nodes.find(other => other.id === id)
  if (!node) return []
  const own = definitionOf(node, registry)
  const wires: FittingWire[] = []
  const offer = (connection: Connection, label: string, hint: string) => {
    if (whyNot(document, registry, connection) !== undefined) return
    wires.push({ id: `${wires.length}`, connection, label, hint })
  }
  for (const output of own.outputs) {
    for (const other of document.nodes) {
      for (const input of definitionOf(other, registry).inputs) {
        const connection = {
          source: id,
          sourceHandle: output.name,
          target: other.id,
          targetHandle: input.name,
        }
        offer(connection, other.id, `${definitionOf(other, registry).title}, ${input.name}`)
      }
    }
  }
  for (const input of own.inputs) {
    for (const other of document.nodes) {
      for (const output of definitionOf(other, registry).outputs) {
        const connection = {
          source: other.id,
          sourceHandle: output.name,
          target: id,
          targetHandle: input.name,
        }
        offer(connection, `from ${other.id}`, `${definitionOf(other, registry).title}, ${output.name}`)
      }
    }
  }
  return wires
}
