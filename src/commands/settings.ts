import type { GraphDocument, TrainingSettings } from '../graph/document.ts'
import { formatValue, type Param, type ParamValue, sameValue } from '../graph/params.ts'
import { fullTraining, shortTraining, trainingConflict, trainingSchema } from '../graph/training.ts'
import { edit, refuse } from './edit.ts'
import type { Command, Refusal } from './history.ts'

/** Changes how the model is trained. */
export function setTraining(
  document: GraphDocument,
  partial: Partial<TrainingSettings>,
  merge?: string,
): Command | Refusal {
  const words: string[] = []
  const schema: Readonly<Record<string, Param>> = trainingSchema
  const before: Readonly<Record<string, ParamValue>> = { ...fullTraining(document.training) }
  let isChanged = false
  for (const [name, value] of Object.entries(partial)) {
    const param = Object.hasOwn(schema, name) ? schema[name] : undefined
    if (!param) return refuse(`Training has no setting ${name}.`)
    const parsed = param.parse(value)
    if ('expected' in parsed) {
      return refuse(`${name} must be ${parsed.expected}; ${JSON.stringify(value)} is not.`)
    }
    words.push(`${name} to ${Array.isArray(value) ? value.join(', ') : formatValue(value as ParamValue)}`)
    if (!sameValue(before[name]!, value as ParamValue)) isChanged = true
  }
  const changed = { ...document.training, ...partial }
  const conflict = trainingConflict(changed)
  if (conflict) return refuse(`${conflict.message}.`)
  const training = isChanged ? shortTraining(changed) : document.training
  return edit(`Set ${words.join(', ')}`, document, { ...document, training }, merge)
}
