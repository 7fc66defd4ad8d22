/** Tensors of a file as the weights of a network: matched by name, or said why they are not. */
import { type ExpectedWeights, type Weights, weightFaults } from '../compile/weights.ts'
import { computedRemedy, type Renaming, renamed, renamingFor } from './pytorch/weightNames.ts'
import { isCounter } from './safetensors.ts'

/** What became of the tensors of a file. */
export interface MatchedWeights {
  /** Under the names of the plan; complete where there are no faults. */
  readonly weights: Weights
  /** Everything that is missing, of another shape or too much, and what would help, a sentence each; empty where all is well. */
  readonly faults: readonly string[]
  /** What was done to their names, in sentences. */
  readonly notes: readonly string[]
  /** True where not one name of the file is one of the plan's. */
  readonly isForeign: boolean
}

/**
 * The tensors of a file as the weights of a plan. Counters of batches may be missing, as torch allows: they change no
 * number outside training, and start at 0. Names may begin as DataParallel, torch.compile or a model around this one
 * make them begin.
 */
export function matchWeights(plan: ExpectedWeights, tensors: Weights): MatchedWeights {
  const names = Object.keys(tensors)
  const expected = plan.weights.map(({ name }) => name)
  const renaming = renamingFor(expected, names)
  const given = renaming ? mapNames(tensors, name => renamed(name, renaming)) : tensors
  const counters = plan.weights.filter(({ name }) => isCounter(name) && !Object.hasOwn(given, name))
  const weights = {
    ...given,
    ...Object.fromEntries(counters.map(({ name }) => [name, { shape: [], values: new Float32Array(1) }])),
  }
  const misfits = weightFaults(plan, weights)
  const remedy = misfits.length > 0 ? computedRemedy(names) : undefined
  // torch itself names the weights of a model that is a single layer without a path.
  const isBare = names.every(name => !name.includes('.'))
  return {
    weights,
    faults: [...misfits, ...(remedy === undefined ? [] : [remedy])],
    notes: renaming && !isBare ? [sayRenaming(renaming)] : [],
    isForeign: !expected.some(name => Object.hasOwn(given, name)),
  }
}

const sayRenaming = ({ strip, add }: Renaming): string =>
  strip === ''
    ? `Its names are taken with ${add} before them, as the model has it.`
    : `Its names all begin with ${strip}; they are taken ${add === '' ? 'without it' : `with ${add} in its place`}.`

const mapNames = (weights: Weights, change: (name: string) => string): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [change(name), tensor]))

/** What is said of tensors with values that are not finite, a sentence each: what layers make of them may differ from torch. */
export const notFiniteNotes = (tensors: Weights): readonly string[] =>
  Object.entries(tensors).flatMap(([name, { values }]) => {
    const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
    return count === 0 ? [] : [`${count} of ${values.length} values of ${name} are not finite.`]
  })
