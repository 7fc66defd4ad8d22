import { fillParams } from '../../graph/params.ts'
import { describeProblem } from '../../graph/problem.ts'
import { formatShape, type Shape } from '../../graph/shape.ts'
import { isFlattened, unmetExpectation } from './call.ts'
import type { PrintedLayer } from './collect.ts'
import type { PrintedFault, PrintedNote } from './values.ts'

/** Which layers the one before them reaches. */
export interface PrintedWires {
  /** For each layer whether a wire leads to it; the first one is wired to the input. */
  readonly isWired: readonly boolean[]
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
  /** What the first layer would take in place of what the input gives it, where that does not fit. */
  readonly wanted?: Shape
}

/**
 * Wires the layers one behind the other, as far as what arrives fits. Where text says that two follow each other, a misfit
 * is a fault. Where a `forward()` decides, which text does not hold, the wire is left out and a note says so.
 */
export function wireUp(layers: readonly PrintedLayer[], inputShape: Shape): PrintedWires {
  const isWired = layers.map(() => true)
  const notes: PrintedNote[] = []
  const faults: PrintedFault[] = []
  let wanted: Shape | undefined
  let shape: Shape | undefined = inputShape
  // Behind a misfit only channels are known for sure: what a layer demands of its input must have come.
  let isSure = true
  for (const [i, { line, type, known }] of layers.entries()) {
    if (!known || !shape) break
    const { definition, call } = known
    const arriving: Shape = shape
    const unmet = call.expectations.filter(each => unmetExpectation(each, arriving) !== undefined)
    const params = fillParams(definition.params, call.params)
    const inferred = definition.infer({ params, inputs: [arriving] })
    let misfits = unmet.map(each => unmetExpectation(each, arriving)!)
    if (unmet.length === 0 && 'problem' in inferred) {
      if (!isSure) break
      misfits = [`${describeProblem(inferred.problem)} ${formatShape(arriving)} arrives.`]
    }
    if (misfits.length === 0) {
      shape = 'outputs' in inferred ? inferred.outputs[0] : undefined
      continue
    }
    const before = layers[i - 1]
    const owner = before ? decider(before, layers[i]!) : layers[i]!.containers[0]?.name
    const isFlat = unmet.some(each => isFlattened(each, arriving))
    if (owner === undefined || owner === 'Sequential' || (!before && !isFlat)) {
      if (!before && unmet.length > 0) wanted = isFlat ? [unmet[0]!.value] : replaced(arriving, unmet[0]!)
      const hint = !before && wanted ? ` The input must be ${formatShape(wanted)} then, for example.` : ''
      faults.push(...misfits.map(message => ({ line, message: `${type}: ${message}${hint}` })))
    } else {
      isWired[i] = false
      const consequence = `The wire to it is left out: what its input is, forward() of ${owner} says, and not the printed text.`
      notes.push(...misfits.map(message => ({ line, message: `${type}: ${message} ${consequence}` })))
    }
    if (unmet.length === 0) break
    isSure = false
    const assumed = isFlat ? [unmet[0]!.value] : replaced(arriving, unmet[0]!)
    const next = definition.infer({ params, inputs: [assumed] })
    shape = 'outputs' in next ? next.outputs[0] : undefined
  }
  return { isWired, notes, faults, ...(wanted && { wanted }) }
}

/** What arrives with the side that a layer asks for. */
const replaced = (shape: Shape, { axis, value }: { readonly axis: number; readonly value: number }): Shape =>
  shape.length === 0 ? [value] : shape.with(axis, value)

/**
 * The class whose `forward()` says whether the second layer takes what the first yields; undefined where both stand in
 * Sequentials alone, whose order text does hold.
 */
function decider(first: PrintedLayer, second: PrintedLayer): string | undefined {
  const shared = first.path.findIndex((key, i) => key !== second.path[i])
  const around = [first, second].flatMap(({ containers }) => containers.slice(Math.max(shared, 0)))
  return around.find(container => container.name !== 'Sequential')?.name
}
