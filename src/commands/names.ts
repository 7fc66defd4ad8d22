import type { GraphDocument } from '../graph/document.ts'
import { nameProblem } from '../graph/names.ts'
import { edit, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'

/** Why a layer cannot have this name, as a sentence; undefined where it can. */
export function nameFault(document: Pick<GraphDocument, 'nodes'>, name: string): string | undefined {
  const problem = nameProblem(name)
  if (problem !== undefined) return `A layer's name must be ${problem}.`
  return document.nodes.some(node => node.id === name) ? `Another layer is named ${name}.` : undefined
}

/** Gives a layer another name, which is its id as well; its wires follow. */
export function renameNode(document: GraphDocument, id: string, name: string): Command | Refusal {
  const wanted = name.trim()
  if (!document.nodes.some(node => node.id === id)) return refuse(`There is no layer named ${id}.`)
  const label = `Rename ${id} to ${wanted}`
  if (wanted === id) return edit(label, document, document)
  const fault = nameFault(document, wanted)
  if (fault !== undefined) return refuse(fault)
  const follow = (end: string) => (end === id ? wanted : end)
  return edit(label, document, {
    ...document,
    nodes: document.nodes.map(node => (node.id === id ? { ...node, id: wanted } : node)),
    edges: document.edges.map(edge =>
      edge.source === id || edge.target === id
        ? { ...edge, source: follow(edge.source), target: follow(edge.target) }
        : edge,
    ),
  })
}

/** Gives the document another name. */
export function renameDocument(document: GraphDocument, name: string): Command | Refusal {
  const wanted = name.trim()
  const problem = nameProblem(wanted)
  if (problem !== undefined) return refuse(`The model's name must be ${problem}.`)
  return edit(`Rename the model to ${wanted}`, document, { ...document, name: wanted })
}
