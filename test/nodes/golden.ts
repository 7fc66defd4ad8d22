/**
 * Shape cases of the real PyTorch, in `test/golden/shapes`: `[input, output or the stage of the error, …parameters]`,
 * parameters in the order of `names`, "-" where torch's default holds. Errors of torch 1 that torch 2 no longer raises
 * end in " 1.13".
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import type { NodeDefinition } from '../../src/graph/definition.ts'
import { fillParams } from '../../src/graph/params.ts'
import type { Shape } from '../../src/graph/shape.ts'

export interface GoldenCase {
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly Shape[]
  /** Undefined where torch raises. */
  readonly output: Shape | undefined
  /** True where only torch 1.13 raises. */
  readonly isOld: boolean
}

/** All cases of one operator, parameters under torch's names. */
export function goldenCases(op: string): readonly GoldenCase[] {
  const text = readFileSync(join(import.meta.dirname, '../golden/shapes', `${op}.json`), 'utf8')
  const { names, cases } = JSON.parse(text) as {
    names: string[]
    cases: [Shape | Shape[], Shape | string, ...unknown[]][]
  }
  return cases.map(([input, result, ...values]) => ({
    params: Object.fromEntries(
      names.map((name, i) => [name, i < values.length ? values[i] : '-']).filter(([, v]) => v !== '-'),
    ),
    inputs: (Array.isArray(input[0]) ? input : [input]) as readonly Shape[],
    output: typeof result === 'string' ? undefined : result,
    isOld: typeof result === 'string' && result.endsWith('1.13'),
  }))
}

/** torch's name of a parameter in the document's spelling. */
export const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

export const definitionOf = (type: string): NodeDefinition => {
  const definition = registry.get(type)
  if (!definition) throw new Error(`${type} is not in the registry.`)
  return definition
}

/** What a graph with this one layer says: the output, or the names of the parameter and the port at fault. */
export function answerOf(
  definition: NodeDefinition,
  given: Readonly<Record<string, unknown>>,
  inputs: readonly Shape[],
): { readonly output: Shape } | { readonly at: string } {
  for (const [name, value] of Object.entries(given)) {
    const param = definition.params[name]
    if (!param || 'expected' in param.parse(value)) return { at: `param ${name}` }
  }
  const inferred = definition.infer({ params: fillParams(definition.params, given), inputs })
  if (!('problem' in inferred)) return { output: inferred.outputs[0]! }
  const { param, port } = inferred.problem
  if (param !== undefined && param in definition.params) return { at: `param ${param}` }
  if (port !== undefined && definition.inputs.some(each => each.name === port)) return { at: `port ${port}` }
  return { at: `nothing: ${inferred.problem.what}` }
}
