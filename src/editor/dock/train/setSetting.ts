import { setTraining } from '../../../commands/index.ts'
import type { ParamValue } from '../../../graph/params.ts'
import { useEditor } from '../../store/editorStore.ts'

/** Changes one setting of training, as one step of the history; answers with the reason where that is refused. */
export function setSetting(name: string, value: ParamValue): string | undefined {
  const { history, run } = useEditor.getState()
  const command = setTraining(history.document, { [name]: value }, `training:${name}`)
  if ('refused' in command) return command.refused
  run(command)
  return undefined
}
