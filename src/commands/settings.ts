import { defaultTraining, type GraphDocument, type TrainingSettings } from '../graph/document.ts'
import { formatValue, type Param, type ParamValue, sameValue } from '../graph/params.ts'
import { trainingSchema } from '../graph/training.ts'
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
  const before: Readonly<Record<string, unknown>> = { ...document.training }
  let isChanged = false
  for (const [name, value] of Object.entries(partial)) {
    const param = Object.hasOwn(schema, name) ? schema[name] : undefined
    if (!param) return refuse(`Training has no setting ${name}.`)
    const parsed = param.parse(value)
    if ('expected' in parsed) {
      return refuse(`${name} must be ${parsed.expected}; ${JSON.stringify(value)} is not.`)
    }
    words.push(`${name} to ${formatValue(value as ParamValue)}`)
    if ((before[name] ?? param.default) !== value) isChanged = true
  }
  const training = isChanged ? withoutDefaults({ ...document.training, ...partial }) : document.training
  return edit(`Set ${words.join(', ')}`, document, { ...document, training }, merge)
}

/** The settings without those that may be missing and say no more than their default. */
function withoutDefaults(training: TrainingSettings): TrainingSettings {
  const schema: Readonly<Record<string, Param>> = trainingSchema
  const kept = Object.entries(training).filter(
    ([name, value]) => Object.hasOwn(defaultTraining, name) || !sameValue(value, schema[name]!.default),
  )
  return Object.fromEntries(kept) as unknown as TrainingSettings
}
