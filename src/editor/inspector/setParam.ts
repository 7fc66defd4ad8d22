import { registry } from '../../../nodes/index.ts'
import { setParams } from '../../commands/index.ts'
import { useEditor } from '../store/editorStore.ts'

/**
 * Sets one parameter of a layer; what follows closely on the same parameter is one step of undo. Answers with the
 * sentence where the value is refused.
 */
export function setParam(node: string, name: string, value: unknown): string | undefined {
  const { history, run } = useEditor.getState()
  const command = setParams(
    history.document,
    registry,
    node,
    { [name]: value },
    { merge: `param:${node}:${name}` },
  )
  if ('refused' in command) return command.refused
  run(command)
  return undefined
}
