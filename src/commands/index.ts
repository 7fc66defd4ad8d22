/**
 * Every edit of a document, as pure functions that return a command or say why it is refused. Pasting stands apart in
 * `paste.ts`, because it brings along what checks a file.
 */
export { type Additions, copyNodes, duplicateNodes } from './clipboard.ts'
export { type Connection, connect, reconnect, removeEdges, whyNot } from './edges.ts'
export { addGroup, removeGroup, renameGroup, setGroup } from './groups.ts'
export { newId } from './ids.ts'
export {
  type Addition,
  addNode,
  appendAfter,
  insertExistingOnEdge,
  insertOnEdge,
  type NewNode,
} from './insert.ts'
export { renameDocument, renameNode } from './names.ts'
export { arrange, moveNodes, removeNodes } from './nodes.ts'
export { applyChanges, type ParamChange, setParams } from './params.ts'
export { appendMirror, layersBehind, type Replacement, replaceNode } from './replace.ts'
export { setTraining } from './settings.ts'
export { setEqualStart } from './starts.ts'
