import { readFileSync } from 'node:fs'
import { registry } from '../nodes/index.ts'
import { compile } from '../src/compile/compile.ts'
import type { Plan } from '../src/compile/plan.ts'
import type { GraphDocument } from '../src/graph/document.ts'
import { inferGraph } from '../src/infer/inference.ts'

/** The reference autoencoder's document. */
export const referenceDocument = (): GraphDocument =>
  JSON.parse(readFileSync('templates/reference-autoencoder.json', 'utf8')) as GraphDocument

/** Its plan. */
export function referencePlan(): Plan {
  const compiled = compile(inferGraph(referenceDocument(), registry))
  if ('problems' in compiled) throw new Error(compiled.problems.map(problem => problem.message).join('\n'))
  return compiled.plan
}

/** Floating-point operations of one training step on one image: forward, and twice that back, less the first layer's input gradient. */
export const flopsPerImage = 2 * (3 * 24_358_912 - 460_800)
