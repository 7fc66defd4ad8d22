import { registry } from '../../../nodes/index.ts'
import { withCodeSize } from '../../analyze/codeSize.ts'
import { compile } from '../../compile/compile.ts'
import type { Plan } from '../../compile/plan.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { inferGraph } from '../../infer/inference.ts'

/** The network at one code size. */
export interface SizedNetwork {
  readonly dims: number
  readonly document: GraphDocument
  readonly plan: Plan
}

/** The network at each code size, or why one of them is not to be had. */
export function sizedNetworks(
  document: GraphDocument,
  dims: readonly number[],
): { readonly sized: readonly SizedNetwork[] } | { readonly refusal: string } {
  const inference = inferGraph(document, registry)
  const sized: SizedNetwork[] = []
  for (const each of dims) {
    const changed = withCodeSize(inference, registry, each)
    if ('refusal' in changed) return changed
    const compiled = compile(changed.inference)
    if ('problems' in compiled) {
      return { refusal: compiled.problems[0]?.message ?? 'The model has a problem.' }
    }
    sized.push({ dims: each, document: changed.document, plan: compiled.plan })
  }
  return { sized }
}
