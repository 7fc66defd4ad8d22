import { registry } from '../../../nodes/index.ts'
import { readPrintedModel } from '../../formats/pytorch/printed.ts'
import type { PrintedFault, PrintedNote } from '../../formats/pytorch/values.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { formatShape, type Shape } from '../../graph/shape.ts'
import { codeOf } from '../../infer/code.ts'
import { inferGraph } from '../../infer/inference.ts'

/** What the dialog asks its worker. */
export interface PreviewRequest {
  readonly id: number
  readonly text: string
  readonly shape: Shape
}

export interface PreviewReply {
  readonly id: number
  readonly preview: Preview
}

/** A text as the network that it would become, or what keeps it from becoming one. */
export type Preview =
  | { readonly faults: readonly PrintedFault[]; readonly wanted?: Shape }
  | {
      readonly document: GraphDocument
      readonly notes: readonly PrintedNote[]
      readonly rows: readonly PreviewRow[]
      readonly parameters: number
    }

/** A layer with the size that it yields. */
export interface PreviewRow {
  readonly id: string
  readonly type: string
  /** "32×24×24"; undefined where it is not known. */
  readonly size: string | undefined
  /** The side against the widest one of the network, from 0 to 1. */
  readonly share: number
  readonly role: 'encoder' | 'decoder' | 'code' | 'none'
  /** True where no wire leads to it, though it takes one. */
  readonly isLoose: boolean
}

/** Reads a text for an input of this size; takes longer than a frame for thousands of layers. */
export function previewOf(text: string, shape: Shape): Preview {
  const result = readPrintedModel(text, registry, shape)
  if ('faults' in result) return result
  const { document, notes } = result
  const inference = inferGraph(document, registry)
  const code = codeOf(inference)
  const reached = new Set(document.edges.map(edge => edge.target))
  const sizes = inference.nodes.map(node => (node.state === 'ready' ? node.outputs[0] : undefined))
  const widest = sizes.reduce((most, size) => Math.max(most, size ? sideOf(size) : 0), 1)
  const rows = document.nodes.map(({ id, type, group }, i): PreviewRow => {
    const size = sizes[i]
    const role = i === code ? 'code' : group === 'encoder' || group === 'decoder' ? group : 'none'
    return {
      id,
      type,
      size: size && formatShape(size),
      share: size ? sideOf(size) / widest : 0,
      role,
      isLoose: inference.nodes[i]!.definition.inputs.length > 0 && !reached.has(id),
    }
  })
  return { document, notes, rows, parameters: inference.totals.parameters }
}

/** The wider side of an image; a vector is as wide as the square that holds it. */
const sideOf = (size: Shape): number =>
  size.length === 3 ? Math.max(size[1]!, size[2]!) : Math.sqrt(size.at(-1) ?? 1)
