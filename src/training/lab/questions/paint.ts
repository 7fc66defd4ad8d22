/** What a decoder makes of codes that carry no picture: the measured side of stride artifacts. */
import type { Plan } from '../../../compile/plan.ts'
import { type Shape, sizeOf } from '../../../graph/shape.ts'
import { predict } from '../../../runtime/predict.ts'
import { randomStream } from '../../../runtime/random.ts'
import { initialWeights } from '../../../runtime/weights.ts'
import type { Codes } from '../../latent/codes.ts'
import type { LabModel } from '../model.ts'
import type { Desk, Question } from '../question.ts'

export interface PaintAsked {
  /** The whole network, and the part of it to send codes through: weights have the same names in both. */
  readonly whole: Plan
  readonly part: Plan
  /** Those of the network that the page handed in, or those that training would begin with. */
  readonly weights: 'model' | { readonly seed: number }
  /** Every number drawn by itself, or every number the same. */
  readonly code: 'random' | 'constant'
  /** How many codes. */
  readonly count: number
}

/** Pictures one behind the other, each channel as one. */
export interface Painted {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly values: Float32Array
}

/** Images whose codes say how large codes of this network are. */
const looked = 200

/**
 * The pictures that codes lead to. Codes of fresh weights are drawn from a standard normal distribution; of trained ones,
 * from one with the mean and deviation that each channel has over some test images. A constant code is the same at every
 * place and steps from −2 to 2 deviations. Without a code the Input itself is drawn, uniform from 0 to 1.
 * @throws Error where no image comes out.
 */
export const paint: Question<PaintAsked, Painted> = async (asked, desk) => {
  const { whole, part, code, count } = asked
  const model = asked.weights === 'model' ? desk.model() : undefined
  const weights = asked.weights === 'model' ? desk.model().weights : initialWeights(whole, asked.weights.seed)
  const [input, output] = [part.inputs[0]!, part.outputs[0]!]
  const isWhole = whole.inputs.some(({ name }) => name === input.name)
  const spread = isWhole || !model || !whole.code ? undefined : await spreadOf(desk, model, whole.code.shape)
  const own = Object.fromEntries(part.weights.map(({ name }) => [name, weights[name]!]))
  const codes = codesOf(input.shape, count, code, isWhole, spread)
  const [painted] = await predict(part, own, [{ shape: [count, ...input.shape], values: codes }])
  const [, channels = 1, height, width] = painted!.shape
  if (height === undefined || width === undefined) {
    throw new Error(`${output.node} yields a vector, which has no spectrum in two directions.`)
  }
  return { count: count * channels, height, width, values: painted!.values }
}

/** Mean and deviation of each channel of the code. */
interface Spread {
  readonly mean: Float64Array
  readonly deviation: Float64Array
}

async function spreadOf(desk: Desk, model: LabModel, shape: Shape): Promise<Spread> {
  const { shape: image, test } = await desk.dataset()
  const count = Math.min(looked, test.count)
  const pixels = Float32Array.from(test.pixels.subarray(0, count * sizeOf(image)), byte => byte / 255)
  return spreadByChannel(await model.encode(pixels, count), shape)
}

function spreadByChannel({ values, dims }: Codes, [channels = 1, ...sides]: Shape): Spread {
  const area = sizeOf(sides)
  const [mean, deviation] = [new Float64Array(channels), new Float64Array(channels)]
  const many = values.length / channels
  const channelAt = (i: number) => Math.floor((i % dims) / area)
  values.forEach((value, i) => {
    mean[channelAt(i)]! += value / many
  })
  values.forEach((value, i) => {
    deviation[channelAt(i)]! += (value - mean[channelAt(i)]!) ** 2 / many
  })
  return { mean, deviation: deviation.map(Math.sqrt) }
}

function codesOf(
  shape: Shape,
  count: number,
  kind: PaintAsked['code'],
  isImage: boolean,
  spread: Spread | undefined,
): Float32Array {
  const size = sizeOf(shape)
  const area = sizeOf(shape.slice(1))
  const next = randomStream(0, 'codes')
  // Box and Muller's transform of two uniform numbers into a normal one.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return Float32Array.from({ length: count * size }, (_, i) => {
    const share = count > 1 ? Math.floor(i / size) / (count - 1) : 0.5
    if (isImage) return kind === 'constant' ? share : next()
    const value = kind === 'constant' ? 4 * share - 2 : normal()
    const channel = Math.floor((i % size) / area)
    return spread ? spread.mean[channel]! + value * spread.deviation[channel]! : value
  })
}
