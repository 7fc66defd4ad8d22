import type { Handle } from '@xyflow/react'
import { registry } from '../../../nodes/index.ts'
import { type Connection, whyNot } from '../../commands/index.ts'
import type { Position } from '../../graph/document.ts'
import { useEditor } from '../store/editorStore.ts'
import { currentPicture } from './currentPicture.ts'

/** A wire that would be drawn, and why it cannot be, if so. */
export interface Attempt {
  readonly connection: Connection
  readonly refused: string | undefined
}

/** The wire whose end is being moved; it does not stand in its own way. */
let moving: string | undefined
export const startMoving = (edge: string | undefined): void => {
  moving = edge
}

type End = Pick<Handle, 'nodeId' | 'id' | 'type'>

/** What a wire from this handle would do at another handle, or anywhere on the card that lies under the pointer. */
export function connectionAt(from: End, to: End | null, point: Position): Attempt | undefined {
  if (to) return attempt(from, to.nodeId, to.id, to.type)
  const node = nodeAt(point)
  if (node === undefined || node === from.nodeId) return undefined
  const { inference } = useEditor.getState()
  const index = inference.topology.index.get(node)
  const definition = index === undefined ? undefined : inference.topology.definitions[index]
  const type = from.type === 'source' ? 'target' : 'source'
  const ports = (type === 'target' ? definition?.inputs : definition?.outputs) ?? []
  const attempts = ports.map(port => attempt(from, node, port.name, type))
  return attempts.find(other => other.refused === undefined) ?? attempts[0]
}

function attempt(
  from: End,
  node: string,
  port: string | null | undefined,
  type: 'source' | 'target',
): Attempt {
  const near = { node: from.nodeId, port: from.id ?? null }
  const far = { node, port: port ?? null }
  if (from.type === type) {
    const connection = { source: near.node, target: far.node }
    const kind = type === 'source' ? 'outputs' : 'inputs'
    return { connection, refused: `A wire leads from an output to an input; these are two ${kind}.` }
  }
  const [source, target] = from.type === 'source' ? [near, far] : [far, near]
  const connection: Connection = {
    source: source.node,
    sourceHandle: source.port,
    target: target.node,
    targetHandle: target.port,
  }
  return { connection, refused: refusalOf(connection) }
}

/** Why this wire cannot be drawn, as a sentence; undefined where it can. */
export function refusalOf(connection: Connection): string | undefined {
  const { document } = useEditor.getState().history
  const edges = moving === undefined ? document.edges : document.edges.filter(edge => edge.id !== moving)
  return whyNot({ nodes: document.nodes, edges }, registry, connection)
}

/** The topmost node at a place of the canvas. */
export function nodeAt({ x, y }: Position): string | undefined {
  let found: string | undefined
  for (const node of currentPicture().placed.values()) {
    if (Math.abs(x - node.x) <= node.width / 2 && y >= node.y - 4 && y <= node.y + node.height + 4) {
      found = node.id
    }
  }
  return found
}

/** A refusal as title and detail: "This wire would make a cycle" and "conv3 → conv4 → conv3". */
export function readRefusal(sentence: string): { title: string; body: string | undefined } {
  const at = sentence.indexOf(': ')
  const title = (at < 0 ? sentence : sentence.slice(0, at)).replace(/\.$/, '')
  return { title, body: at < 0 ? undefined : sentence.slice(at + 2).replace(/\.$/, '') }
}
