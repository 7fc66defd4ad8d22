import { compile } from '../../compile/compile.ts'
import { weightFaults } from '../../compile/weights.ts'
import type { Inference } from '../../infer/inference.ts'
import type { OpenedWeights } from './trainingState.ts'

/** What the next run starts from. */
export interface Start {
  readonly opened: OpenedWeights
  /** Why the network on the canvas no longer takes these weights, so that it starts from fresh ones; undefined where it does. */
  readonly misfit: string | undefined
}

let last: { opened: OpenedWeights; inference: Inference; start: Start } | undefined

/** How weights from a file stand to a network; undefined where none are opened. */
export function startOf(opened: OpenedWeights | undefined, inference: Inference): Start | undefined {
  if (!opened) return undefined
  if (last?.opened !== opened || last.inference !== inference) {
    const compiled = compile(inference)
    const misfit =
      'problems' in compiled ? compiled.problems[0]?.message : weightFaults(compiled.plan, opened.weights)[0]
    last = { opened, inference, start: { opened, misfit } }
  }
  return last.start
}
