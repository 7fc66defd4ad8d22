/** The spectrum of what a decoder paints: the laboratory sends codes through it, a worker of its own transforms them. */
import { registry } from '../../../../nodes/index.ts'
import { type DecoderAlone, decoderAlone } from '../../../analyze/decoderAlone.ts'
import { isPainted, wholeTile } from '../../../analyze/overlap.ts'
import {
  isLargeEnough,
  type PatternEnergy,
  predictedFrequencies,
  type Spectrum,
} from '../../../analyze/spectrum.ts'
import { compile } from '../../../compile/compile.ts'
import type { Plan } from '../../../compile/plan.ts'
import { type Pair, sameShape } from '../../../graph/shape.ts'
import { outputIndices } from '../../../infer/code.ts'
import { type Inference, inferenceOf, inferGraph } from '../../../infer/inference.ts'
import type { Asked, LabClient } from '../../../training/lab/client.ts'
import { lab } from '../../store/lab.ts'
import { transformPictures } from './transform.ts'

/** What can be measured on a network: its decoder with a code of one size, and the period to look for. */
export interface Measurable {
  readonly whole: Plan
  readonly part: Plan
  readonly alone: DecoderAlone
  /** The period of the overlap from the code to the output, which the predicted frequencies are multiples of. */
  readonly period: Pair
  /** Sides of the picture. */
  readonly output: Pair
}

/** A spectrum with the number that says how far it stands out at the predicted frequencies. */
export interface Measured {
  readonly spectrum: Spectrum
  readonly energy: PatternEnergy | undefined
  readonly period: Pair
  /** Codes that were sent through. */
  readonly codes: number
}

/** How many codes of each kind; more make the spectrum smoother. */
export const codeCounts = { random: 64, constant: 17 } as const

const planOf = (inference: Inference): Plan | undefined => {
  const compiled = compile(inference)
  return 'plan' in compiled ? compiled.plan : undefined
}

/** What holds for every size of the code, worked out once for a graph. */
interface Common {
  readonly whole: Plan | undefined
  readonly period: Pair | undefined
}

const known = new WeakMap<Inference, Common>()

function commonOf(inference: Inference): Common {
  const before = known.get(inference)
  if (before) return before
  const whole = planOf(inference)
  const tile = whole && wholeTile(inference, 'forward')
  const common = { whole, period: tile && ([tile.height, tile.width] as const) }
  known.set(inference, common)
  return common
}

const tried = new WeakMap<Inference, Map<string, Measurable | { readonly why: string }>>()

/** What can be measured with a code of these sides, or its own; else a sentence that says why nothing can. */
export function measurable(inference: Inference, sides?: Pair): Measurable | { readonly why: string } {
  const known = tried.get(inference) ?? new Map<string, Measurable | { readonly why: string }>()
  tried.set(inference, known)
  const key = String(sides ?? '')
  const result = known.get(key) ?? tryOut(inference, sides)
  known.set(key, result)
  return result
}

function tryOut(inference: Inference, sides?: Pair): Measurable | { readonly why: string } {
  const { whole, period } = commonOf(inference)
  if (!whole) return { why: 'The graph has problems; once its sizes fit, its spectrum can be measured.' }
  const alone = decoderAlone(inference, sides)
  const part = alone && planOf(inferGraph(alone.document, registry))
  const output = part?.outputs[0]?.shape
  if (!alone || !part || !output) return { why: 'A code of this size does not fit into the decoder.' }
  if (output.length !== 3) return { why: 'The output is a vector, which has no spectrum in two directions.' }
  const shapes = new Map(whole.weights.map(({ name, shape }) => [name, shape]))
  const isSame = part.weights.every(({ name, shape }) => sameShape(shapes.get(name) ?? [], shape))
  if (!isSame) return { why: 'A layer of the decoder has weights for one size of code only.' }
  if (!period) return { why: whyNoPeriod(inference) }
  if (predictedFrequencies(period).length === 0) {
    return { why: 'The overlap is the same at every pixel, so no pattern is predicted.' }
  }
  return { whole, part, alone, period, output: [output[1]!, output[2]!] }
}

const whyNoPeriod = (inference: Inference): string =>
  isPainted(inference, 'forward')
    ? 'The pattern of the overlap does not repeat within 16,384 pixels, so there are no single frequencies at which it is predicted.'
    : 'No layer paints with a stride, so no pattern is predicted.'

/** Sides of larger codes that are offered where the decoder takes them. */
const sides = [2, 3, 4, 6, 8, 12, 16, 24] as const

/** Pictures longer than this take too long to transform while somebody waits. */
const longest = 192

/** The picture that a code of these sides leads to, where every layer takes it with the weights that it has. */
function outputFor(inference: Inference, sides: Pair): Pair | undefined {
  const alone = decoderAlone(inference, sides)
  const inferred = alone && inferGraph(alone.document, registry)
  if (!inferred || inferred.totals.problems > 0) return undefined
  const end = inferred.nodes[outputIndices(inferred)[0]!]
  const output = end?.state === 'ready' ? end.outputs[0] : undefined
  const isSame = inferred.nodes.every((node, i) => {
    const { id } = inferred.document.nodes[i]!
    return node.parameters === 0 || node.parameters === inferenceOf(inference, id)?.parameters
  })
  return isSame && output?.length === 3 ? [output[1]!, output[2]!] : undefined
}

/** A size of code that can be measured, and the sides of the picture that it leads to. */
export interface CodeSize {
  readonly sides: Pair
  readonly output: Pair
}

const sized = new WeakMap<Inference, readonly CodeSize[]>()

/** The sizes of code that can be measured, if they have been looked for. */
export const knownSizes = (inference: Inference): readonly CodeSize[] | undefined => sized.get(inference)

/** Looks for the sizes one by one, a step each, so that a large network does not hold up the page meanwhile. */
export function* findSizes(inference: Inference): Generator<void, readonly CodeSize[]> {
  const before = sized.get(inference)
  if (before) return before
  const found: CodeSize[] = []
  commonOf(inference)
  yield
  const own = measurable(inference)
  yield
  if (!('why' in own)) {
    const shape = own.alone.own
    const ownSides: Pair = shape.length === 3 ? [shape[1]!, shape[2]!] : [1, 1]
    found.push({ sides: ownSides, output: own.output })
    const larger = shape.length !== 3 || own.alone.isWhole ? [] : sides
    for (const side of larger) {
      if (side === ownSides[0] && side === ownSides[1]) continue
      if (side < Math.max(...ownSides)) continue
      const output = outputFor(inference, [side, side])
      yield
      // Larger codes lead to larger pictures still.
      if (output && Math.max(...output) > longest) break
      if (output && !sameShape(output, own.output)) found.push({ sides: [side, side], output })
    }
  }
  // Who asks for sizes measures one of them next; it is known from here on.
  measurable(inference, tellingSize(inference, found))
  sized.set(inference, found)
  return found
}

/** The sizes of code that can be measured, the network's own among them, small ones first. */
export function codeSizes(inference: Inference): readonly CodeSize[] {
  const search = findSizes(inference)
  for (;;) {
    const { done, value } = search.next()
    if (done) return value
  }
}

/** The size to begin with: the network's own where its picture has surroundings enough, else the first that has. */
export function tellingSize(inference: Inference, sizes: readonly CodeSize[]): Pair | undefined {
  const made = measurable(inference)
  if ('why' in made) return undefined
  const fits = ({ output: [height, width] }: { readonly output: Pair }) =>
    isLargeEnough({ height, width }, made.period)
  return (sizes.find(fits) ?? sizes[0])?.sides
}

/** Sends codes through and transforms what comes out. Rejects with a sentence, or the signal's reason. */
export async function measure(
  { whole, part, period }: Measurable,
  weights: Asked<'paint'>['weights'],
  code: 'random' | 'constant',
  { signal, laboratory = lab() }: { readonly signal?: AbortSignal; readonly laboratory?: LabClient } = {},
): Promise<Measured> {
  const count = codeCounts[code]
  const pictures = await laboratory.ask('paint', { whole, part, weights, code, count }, { signal })
  return { ...(await transformPictures(pictures, period)), period, codes: count }
}
