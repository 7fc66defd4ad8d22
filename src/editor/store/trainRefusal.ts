import { compile } from '../../compile/compile.ts'
import type { Inference } from '../../infer/inference.ts'
import { trainingFault } from '../../training/client.ts'

/** What MNIST yields: channels, height, width. */
const digits = { name: 'MNIST', shape: [1, 28, 28] } as const

let last: { inference: Inference; refusal: string | undefined } | undefined

/** Why this document cannot be trained, as a sentence with what would help; undefined where it can. */
export function trainRefusal(inference: Inference): string | undefined {
  if (last?.inference !== inference) last = { inference, refusal: findRefusal(inference) }
  return last.refusal
}

function findRefusal(inference: Inference): string | undefined {
  const { problems } = inference.totals
  const compiled = compile(inference)
  if ('plan' in compiled) return trainingFault(compiled.plan, digits)
  const [first] = compiled.problems
  const others =
    problems > 1 ? ` ${problems - 1} more ${problems === 2 ? 'problem waits' : 'problems wait'}.` : ''
  return `${first?.message ?? 'The model has a problem.'}${others}`
}
