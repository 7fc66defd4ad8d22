/** Where a network can be compared with PCA: the same pixels, the same metric, as many numbers for an image. */
import type { Plan } from '../../compile/plan.ts'
import { decoderPlan } from '../../compile/slice.ts'
import type { Weights } from '../../compile/weights.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import { type Shape, sizeOf } from '../../graph/shape.ts'
import type { Span } from '../latent/angles.ts'
import { objectiveOf } from '../objective.ts'
import type { PcaData } from './protocol.ts'

/** The PCA that a network is to be held against. */
export interface Counterpart {
  readonly data: PcaData
  /** Numbers in the code. */
  readonly dims: number
}

/**
 * The PCA that is to a network what it is to linear maps: undefined where the comparison would not be honest, since the
 * loss is not the mean squared error of the image, or nothing narrows to a code.
 */
export function counterpartOf(plan: Plan, settings: TrainingSettings): Counterpart | undefined {
  const [image] = plan.inputs
  if (!image || !plan.code || plan.inputs.length > 1) return undefined
  if (!objectiveOf(plan, image.shape).isMse) return undefined
  const dims = sizeOf(plan.code.shape)
  return dims < 1 ? undefined : { data: { ...settings, shape: image.shape }, dims }
}

/** A decoder that is one Linear to the pixels of an image: what it can draw is a flat space. */
export interface LinearDecoder {
  /** The name of its weight, pixels × code, pixels in torch's order. */
  readonly weight: string
  readonly image: Shape
}

/** Layers that change neither values nor their order in torch's memory. */
const reshaping: ReadonlySet<string> = new Set(['Unflatten', 'Flatten', 'Identity'])

/** The linear decoder of a network; undefined where there are other layers behind its code than one Linear. */
export function linearDecoderOf(plan: Plan): LinearDecoder | undefined {
  const image = plan.inputs[0]?.shape
  if (!image || !plan.code) return undefined
  const { nodes, weights } = decoderPlan(plan, objectiveOf(plan, image).picture?.tensor)
  const [linear, ...others] = nodes.filter(({ type }) => !reshaping.has(type))
  if (linear?.type !== 'Linear' || others.length > 0) return undefined
  const [pixels, dims] = [sizeOf(image), sizeOf(plan.code.shape)]
  const weight = weights.find(({ shape }) => shape.length === 2 && shape[0] === pixels && shape[1] === dims)
  return weight && { weight: weight.name, image }
}

/** The space that a linear decoder draws in, pixels in the order of images: channels last. @throws Error without the weight. */
export function decoderSpan({ weight, image }: LinearDecoder, weights: Weights): Span {
  const tensor = weights[weight]
  if (!tensor) throw new Error(`The weights have no ${weight}.`)
  const [channels = 1] = image
  const rows = sizeOf(image)
  const columns = tensor.values.length / rows
  const area = rows / channels
  const values = new Float32Array(tensor.values.length)
  for (let channel = 0; channel < channels; channel++) {
    for (let place = 0; place < area; place++) {
      const from = (channel * area + place) * columns
      values.set(tensor.values.subarray(from, from + columns), (place * channels + channel) * columns)
    }
  }
  return { rows, columns, values }
}
