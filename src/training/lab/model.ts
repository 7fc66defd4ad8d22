import * as tf from '@tensorflow/tfjs'
import type { Plan } from '../../compile/plan.ts'
import { decoderPlan, encoderPlan, slicePlan, tensorNamed } from '../../compile/slice.ts'
import type { Weights } from '../../compile/weights.ts'
import { formatShape, type Shape, sameShape, sizeOf, storedShape } from '../../graph/shape.ts'
import { buildModel } from '../../runtime/model.ts'
import { setWeights } from '../../runtime/weights.ts'
import type { AppliedTreatment } from '../data/applied.ts'
import { type Codes, createCodes } from '../latent/codes.ts'
import { isPixelLoss, type Objective, objectiveOf } from '../objective.ts'

/** Samples in one forward pass: it bounds the memory, not the result. */
const batchSize = 200

/** What is done to a batch of images before the network, and to each of its outputs. */
interface Ends {
  readonly begin?: ((batch: tf.Tensor4D) => tf.Tensor) | undefined
  readonly finish?: (tensor: tf.Tensor) => tf.Tensor
}

/** A trained network on the device, taken apart where it is asked to: f, g, or everything up to a tensor. */
export interface LabModel {
  readonly plan: Plan
  readonly weights: Weights
  /** Puts other weights in place of these. @throws Error that names every weight that does not fit. */
  setWeights(weights: Weights): void
  readonly objective: Objective
  /** Size of an image: channels, height, width. */
  readonly image: Shape
  /** Size of the code; undefined where the network has none. */
  readonly code: Shape | undefined
  /** f: codes in torch's order (channels first) of `count` images, values channels last. @throws Error without a code. */
  encode(pixels: Float32Array, count: number): Promise<Codes>
  /** g: the images, channels last, values mostly from 0 to 1, of codes in torch's order. @throws Error without a code. */
  decode(codes: Codes): Promise<Float32Array>
  /**
   * What these tensors of the plan are for `count` images, each channels last as tfjs holds it, sample after sample.
   * @throws Error for a name that the plan does not have.
   */
  tensors(names: readonly string[], pixels: Float32Array, count: number): Promise<Float32Array[]>
  /** What the network yields for these images, as pixels; undefined where it yields no image of their size. */
  reconstruct(pixels: Float32Array, count: number): Promise<Float32Array | undefined>
  dispose(): void
}

/**
 * A network with its weights on the running backend; `treatment` is what is done to images on their way in and undone on
 * their way out. @throws Error that names every weight that does not fit.
 */
export function createLabModel(plan: Plan, given: Weights, treatment?: AppliedTreatment): LabModel {
  const image = plan.inputs[0]?.shape ?? []
  const objective = objectiveOf(plan, image)
  const models = new Map<string, { readonly slice: Plan; readonly model: tf.LayersModel }>()
  let weights = given

  function modelFor(key: string, part: () => Plan): tf.LayersModel {
    const known = models.get(key)
    if (known) return known.model
    const slice = part()
    const model = buildModel(slice)
    setWeights(model, slice, weightsOf(slice, weights))
    models.set(key, { slice, model })
    return model
  }

  /** Runs a model in batches; every output as one array, as `finish` hands it out. */
  async function run(
    model: tf.LayersModel,
    values: Float32Array,
    shape: Shape,
    count: number,
    { begin, finish }: Ends = {},
  ): Promise<Float32Array[]> {
    const size = sizeOf(shape)
    if (values.length !== count * size) {
      throw new Error(
        `${count} samples of ${formatShape(shape)} have ${count * size} values; ${values.length} came.`,
      )
    }
    let results: Float32Array[] | undefined
    for (let from = 0; from < count; from += batchSize) {
      const part = Math.min(batchSize, count - from)
      const outputs = tf.tidy(() => {
        const batch = tf.tensor(values.subarray(from * size, (from + part) * size), [part, ...shape])
        const input = begin ? begin(batch as tf.Tensor4D) : batch
        return [model.apply(input, { training: false }) as tf.Tensor | tf.Tensor[]]
          .flat()
          .map(output => tf.clone(finish ? finish(output) : output))
      })
      const arrays = await Promise.all(outputs.map(output => output.data<'float32'>()))
      tf.dispose(outputs)
      results ??= arrays.map(array => new Float32Array((array.length / part) * count))
      arrays.forEach((array, i) => {
        results![i]!.set(array, from * (array.length / part))
      })
    }
    return results ?? model.outputs.map(() => new Float32Array(0))
  }

  const begin = treatment?.toNetwork
  const isPixels = objective.losses.some(
    loss => loss.input === objective.picture?.tensor && isPixelLoss(loss, plan.inputs[0]!.name),
  )
  const finish = (tensor: tf.Tensor): tf.Tensor =>
    objective.picture?.isLogits
      ? tf.sigmoid(tensor)
      : treatment && isPixels
        ? treatment.toPixels(tensor)
        : tensor

  return {
    plan,
    get weights() {
      return weights
    },
    setWeights(others) {
      for (const { slice, model } of models.values()) setWeights(model, slice, weightsOf(slice, others))
      weights = others
    },
    objective,
    image,
    code: plan.code?.shape,
    async encode(pixels, count) {
      const model = modelFor('f', () => encoderPlan(plan))
      const channelsFirst = (output: tf.Tensor) =>
        output.rank === 4 ? tf.transpose(output, [0, 3, 1, 2]) : output
      const [values] = await run(model, pixels, storedShape(image), count, { begin, finish: channelsFirst })
      return { ...createCodes(0, sizeOf(plan.code!.shape)), count, values: values! }
    },
    async decode({ count, values, dims }) {
      const model = modelFor('g', () => decoderPlan(plan, objective.picture?.tensor))
      const shape = plan.code!.shape
      if (dims !== sizeOf(shape)) {
        throw new Error(`The code is ${formatShape(shape)}, ${sizeOf(shape)} numbers; ${dims} came.`)
      }
      const [pictures] = await run(model, toStored(values, shape, count), storedShape(shape), count, {
        finish,
      })
      return pictures!
    },
    tensors(names, pixels, count) {
      const model = modelFor(`to ${names.join(' ')}`, () =>
        slicePlan(
          plan,
          plan.inputs,
          names.map(name => tensorNamed(plan, name)),
        ),
      )
      return run(model, pixels, storedShape(image), count, { begin })
    },
    async reconstruct(pixels, count) {
      const tensor = tensorNamed(plan, objective.picture?.tensor ?? plan.outputs[0]!.name)
      if (!objective.picture && !sameShape(tensor.shape, image)) return undefined
      const model = modelFor('whole', () => slicePlan(plan, plan.inputs, [tensor]))
      const [pictures] = await run(model, pixels, storedShape(image), count, { begin, finish })
      return pictures
    },
    dispose() {
      for (const { model } of models.values()) model.dispose()
      models.clear()
    },
  }
}

/** From channels first to channels last, sample after sample. */
function toStored(values: Float32Array, shape: Shape, count: number): Float32Array {
  if (shape.length !== 3) return values
  const [channels = 0, height = 0, width = 0] = shape
  const area = height * width
  if (area === 1 || channels === 1) return values
  const stored = new Float32Array(values.length)
  const size = channels * area
  for (let sample = 0; sample < count; sample++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let place = 0; place < area; place++) {
        stored[sample * size + place * channels + channel] = values[sample * size + channel * area + place]!
      }
    }
  }
  return stored
}

/** Those of the weights that belong to a part of the network. */
const weightsOf = ({ weights }: Plan, all: Weights): Weights =>
  Object.fromEntries(weights.flatMap(({ name }) => (all[name] ? [[name, all[name]] as const] : [])))
