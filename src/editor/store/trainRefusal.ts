import { compile } from '../../compile/compile.ts'
import { ownName } from '../../graph/dataSettings.ts'
import type { Inference } from '../../infer/inference.ts'
import { trainingFault } from '../../training/client.ts'
import { sourceFacts } from '../../training/data/facts.ts'
import { loadOwnData, useOwnData } from '../data/ownDataStore.ts'

let last: { inference: Inference; refusal: string | undefined } | undefined

/** Why this document cannot be trained, as a sentence with what would help; undefined where it can. */
export function trainRefusal(inference: Inference): string | undefined {
  if (last?.inference !== inference) last = { inference, refusal: findRefusal(inference) }
  return last.refusal
}

function findRefusal(inference: Inference): string | undefined {
  const { problems } = inference.totals
  const compiled = compile(inference)
  if ('plan' in compiled) {
    const { training } = inference.document
    const { own } = useOwnData.getState()
    const [input] = compiled.plan.inputs
    if (!own && ownName(training.dataset) !== undefined) {
      // Until the browser has said what it keeps, the worker is left to say it.
      void loadOwnData()
      return undefined
    }
    const facts = sourceFacts(training, input?.shape ?? [], name => own?.find(each => each.name === name))
    if ('fault' in facts) return facts.fault
    return trainingFault(compiled.plan, { ...facts, classes: facts.classes.length })
  }
  const [first] = compiled.problems
  const others =
    problems > 1 ? ` ${problems - 1} more ${problems === 2 ? 'problem waits' : 'problems wait'}.` : ''
  return `${first?.message ?? 'The model has a problem.'}${others}`
}
