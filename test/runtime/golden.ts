/** The stored results of the real PyTorch in `test/golden/numerics`, as documents of ours. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import type { Plan } from '../../src/compile/plan.ts'
import type { Weights } from '../../src/compile/weights.ts'
import { around, planOf } from '../builders.ts'

export interface GoldenTensor {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

export interface GoldenCase {
  readonly params: Readonly<Record<string, unknown>>
  readonly input: GoldenTensor
  readonly state: Readonly<Record<string, GoldenTensor>>
  readonly output: GoldenTensor
  readonly gradOutput: GoldenTensor
  readonly gradInput: GoldenTensor
  readonly grads?: Readonly<Record<string, GoldenTensor>>
}

/** The result of a loss and its gradients; labels have none. */
export interface GoldenLoss {
  readonly params: Readonly<Record<string, unknown>>
  readonly input: GoldenTensor
  readonly target: GoldenTensor
  readonly output: number
  readonly gradInput: GoldenTensor
  readonly gradTarget?: GoldenTensor
}

const folder = join(import.meta.dirname, '../golden/numerics')

/** The torch classes of which cases are stored: layers or losses. */
export const goldenTypes = (kind: 'layer' | 'loss'): readonly string[] =>
  readdirSync(folder)
    .map(file => file.replace('.json', ''))
    .filter(type => registry.has(type) && (registry.get(type)!.category === 'loss') === (kind === 'loss'))
    .sort()

/** The cases of one torch class. */
export const goldenCases = <Case = GoldenCase>(type: string): readonly Case[] =>
  JSON.parse(readFileSync(join(folder, `${type}.json`), 'utf8'))

/** The cases of one torch class that our node of that name can express with its present parameters. */
export const goldenLayers = (type: string): readonly GoldenCase[] =>
  goldenCases(type).filter(({ params }) => {
    const schema = registry.get(type)?.params
    return (
      schema !== undefined &&
      (params.mode === undefined || (schema.mode && 'value' in schema.mode.parse(params.mode)))
    )
  })

/** A case as what `evaluate` takes. */
export interface GoldenRun {
  readonly plan: Plan
  readonly weights: Weights
  readonly batch: number
  /** False where torch computes as in evaluation. */
  readonly training: boolean
}

/** Parameters that our nodes infer from the wire, or that choose what torch computes rather than the layer. */
const inferred = new Set(['in_channels', 'in_features', 'num_features', 'num_channels', 'training'])

/** The case as a document of one layer behind an Input. Vectors and single images become a batch of one. */
export function goldenRun(type: string, { params, input, state }: GoldenCase): GoldenRun {
  const ownParams = Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => !inferred.has(name))
      .map(([name, value]) => [camelCase(name), value]),
  )
  const isSample = input.shape.length === 1 || (input.shape.length === 3 && /2d$/.test(type))
  const [batch, shape] = isSample ? [1, input.shape] : [input.shape[0]!, input.shape.slice(1)]
  const plan = planOf(around(type, ownParams, [shape]))
  const weights = Object.fromEntries(
    plan.weights.map(({ name }) => {
      const { shape, data } = state[lastPart(name)]!
      return [name, { shape, values: Float32Array.from(data) }]
    }),
  )
  return { plan, weights, batch, training: params.training !== false }
}

/** `weight` of `encoder.0.weight`. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const camelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
