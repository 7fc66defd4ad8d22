import type { GraphDocument, GraphNode } from '../graph/document.ts'
import { nameProblem } from '../graph/names.ts'
import { edit, mapNodes, nameThem, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'
import { freeId } from './ids.ts'

/** Puts layers into a group, or takes them out of theirs. */
export function setGroup(
  document: GraphDocument,
  ids: readonly string[],
  groupId: string | undefined,
): Command | Refusal {
  const group = document.groups.find(other => other.id === groupId)
  if (groupId !== undefined && !group) return refuse(`There is no group ${groupId}.`)
  const chosen = new Set(ids.filter(id => document.nodes.some(node => node.id === id)))
  if (chosen.size === 0) return refuse('No layer is selected.')
  const label = group
    ? `Put ${nameThem([...chosen])} into ${group.name}`
    : `Take ${nameThem([...chosen])} out of the group`
  const after = mapNodes(document, node => (chosen.has(node.id) ? inGroup(node, groupId) : node))
  return edit(label, document, after)
}

function inGroup(node: GraphNode, group: string | undefined): GraphNode {
  if (node.group === group) return node
  const { group: _, ...rest } = node
  return group === undefined ? rest : { ...rest, group }
}

/** Makes a group of layers. Groups named `encoder` and `decoder` get those ids, which give the code its place. */
export function addGroup(
  document: GraphDocument,
  name: string,
  ids: readonly string[] = [],
): { readonly id: string; readonly command: Command | Refusal } {
  const wanted = name.trim()
  const fault = groupNameFault(document, wanted)
  if (fault !== undefined) return { id: '', command: refuse(fault) }
  const id = freeId(new Set(document.groups.map(group => group.id)), wanted)
  const chosen = new Set(ids)
  const grouped = mapNodes(document, node => (chosen.has(node.id) ? inGroup(node, id) : node))
  const after = { ...grouped, groups: [...document.groups, { id, name: wanted }] }
  return { id, command: edit(`Make the group ${wanted}`, document, after) }
}

/** Gives a group another name; its id stays. */
export function renameGroup(document: GraphDocument, id: string, name: string): Command | Refusal {
  const wanted = name.trim()
  const group = document.groups.find(other => other.id === id)
  if (!group) return refuse(`There is no group ${id}.`)
  const label = `Rename the group ${group.name} to ${wanted}`
  if (wanted === group.name) return edit(label, document, document)
  const fault = groupNameFault(document, wanted)
  if (fault !== undefined) return refuse(fault)
  const groups = document.groups.map(other => (other === group ? { ...group, name: wanted } : other))
  return edit(label, document, { ...document, groups })
}

/** Takes a group away; its layers stay. */
export function removeGroup(document: GraphDocument, id: string): Command | Refusal {
  const group = document.groups.find(other => other.id === id)
  if (!group) return refuse(`There is no group ${id}.`)
  const freed = mapNodes(document, node => (node.group === id ? inGroup(node, undefined) : node))
  const groups = document.groups.filter(other => other !== group)
  return edit(`Ungroup ${group.name}`, document, { ...freed, groups })
}

function groupNameFault(document: GraphDocument, name: string): string | undefined {
  const problem = nameProblem(name)
  if (problem !== undefined) return `A group's name must be ${problem}.`
  return document.groups.some(group => group.name === name) ? `Another group is named ${name}.` : undefined
}
