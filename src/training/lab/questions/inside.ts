/** What goes on inside the network: what a test image becomes on its way, and how the numbers of one layer are spread. */
import type { Plan } from '../../../compile/plan.ts'
import { tensorNamed } from '../../../compile/slice.ts'
import { type Shape, sizeOf } from '../../../graph/shape.ts'
import { type Histogram, histogram } from '../../latent/histogram.ts'
import { createTfjsStepper } from '../../tfjsStepper.ts'
import type { LabModel } from '../model.ts'
import type { Desk, Question } from '../question.ts'

/** A tensor of one image, as far as it can be shown. */
export interface ShownTensor {
  /** Name in the plan. */
  readonly name: string
  readonly shape: Shape
  /** The least and the largest value among all channels, which black and white stand for. */
  readonly least: number
  readonly largest: number
  /** Channels that are shown. */
  readonly maps: number
  /** Channel after channel, bytes; empty of a vector. */
  readonly bytes: Uint8Array
  /** The first values of a vector, or of a tensor of 1×1 pixels; empty of others. */
  readonly values: Float32Array
}

/** Values of a vector that are shown. */
const mostValues = 64

/** A place in the test images: the first one of a class, or else the image of this number. */
export interface WhichImage {
  readonly label: number
}

/** What tensors of the plan are for one test image: `maps` channels of each, all in one pass. */
export const featureMaps: Question<
  { readonly names: readonly string[]; readonly image: WhichImage; readonly maps: number },
  readonly ShownTensor[]
> = async ({ names, image, maps }, desk) => {
  const model = desk.model()
  const { test, train } = await desk.dataset()
  const images = test.count > 0 ? test : train
  const size = images.pixels.length / images.count
  const place = Math.max(0, images.labels.indexOf(image.label))
  const pixels = Float32Array.from(
    images.pixels.subarray(place * size, (place + 1) * size),
    byte => byte / 255,
  )
  const inputs = new Set(model.plan.inputs.map(({ name }) => name))
  const inner = names.filter(name => !inputs.has(name))
  const found = inner.length === 0 ? [] : await model.tensors(inner, pixels, 1)
  return names.map(name => {
    const values = inputs.has(name) ? pixels : found[inner.indexOf(name)]!
    return shown(name, tensorNamed(model.plan, name).shape, values, maps)
  })
}

/** `values` are channels last. */
function shown(name: string, shape: Shape, values: Float32Array, most: number): ShownTensor {
  const [least, largest] = extremes(values)
  const [channels = 1, height = 1, width = 1] = shape
  const isMap = shape.length === 3 && height * width > 1
  const maps = isMap ? Math.min(channels, most) : 0
  const area = height * width
  const bytes = new Uint8Array(maps * area)
  const scale = largest > least ? 255 / (largest - least) : 0
  for (let map = 0; map < maps; map++) {
    for (let place = 0; place < area; place++) {
      bytes[map * area + place] = Math.round(scale * (values[place * channels + map]! - least))
    }
  }
  return {
    name,
    shape,
    least,
    largest,
    maps,
    bytes,
    values: isMap ? new Float32Array(0) : values.slice(0, mostValues),
  }
}

function extremes(values: Float32Array): readonly [number, number] {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return Number.isFinite(least) && Number.isFinite(largest) ? [least, largest] : [0, 0]
}

/** One layer under the glass. */
export interface LayerInside {
  /** Images that the activations were taken from, and those of the gradient. */
  readonly images: number
  readonly activations: Histogram
  /** Channels of a map, or values of a vector. */
  readonly units: number
  /** Units that are nowhere above 0 for any of the images: behind a ReLU they are dead. */
  readonly silent: number
  /** One for each weight of the layer that is trained: `weight`, `bias`, … */
  readonly weights: readonly WeightInside[]
  readonly kernels?: Kernels
}

export interface WeightInside {
  /** Name in PyTorch's `state_dict`. */
  readonly name: string
  readonly shape: Shape
  readonly values: Histogram
  /** Of the loss over one batch of training images; absent where no loss reaches the weight. */
  readonly gradient?: Histogram
}

/** Some kernels of a convolution, kernel after kernel. */
export interface Kernels {
  readonly count: number
  readonly height: number
  readonly width: number
  readonly values: Float32Array
  /** The largest absolute value: the end of the colour scale. */
  readonly largest: number
  /** Kernels that the layer has. */
  readonly total: number
}

const looked = 100
const mostKernels = 96

/** How activations, weights and gradients of a node are spread, its silent units and its kernels. `tensor` is what is looked at. */
export const lookInside: Question<{ readonly node: string; readonly tensor: string }, LayerInside> = async (
  { node, tensor },
  desk,
) => {
  const model = desk.model()
  const { test, train } = await desk.dataset()
  const images = test.count > 0 ? test : train
  const count = Math.min(looked, images.count)
  const size = images.pixels.length / images.count
  const pixels = Float32Array.from(images.pixels.subarray(0, count * size), byte => byte / 255)
  const [values = new Float32Array(0)] = await model.tensors([tensor], pixels, count)
  const units = tensorNamed(model.plan, tensor).shape[0] ?? 1
  const steps = new Set(model.plan.steps.filter(step => step.node === node).map(({ name }) => name))
  const own = model.plan.weights.filter(({ step, trainable }) => trainable && steps.has(step))
  const gradients = own.length === 0 ? {} : await desk.ofModel('gradients', () => gradientsOf(desk, model))
  const kernel = own.find(({ shape }) => shape.length === 4)
  return {
    images: count,
    activations: histogram(values),
    units,
    silent: silentUnits(values, units),
    weights: own.map(({ name, shape }) => {
      const gradient = gradients[name]
      return {
        name,
        shape,
        values: histogram(model.weights[name]!.values),
        ...(gradient && { gradient: histogram(gradient) }),
      }
    }),
    ...(kernel && { kernels: kernelsOf(kernel.shape, model.weights[kernel.name]!.values) }),
  }
}

/** `values` are channels last: the unit changes fastest. */
function silentUnits(values: Float32Array, units: number): number {
  const isHeard = new Uint8Array(units)
  for (let i = 0; i < values.length; i++) if (values[i]! > 0) isHeard[i % units] = 1
  return units - isHeard.reduce((sum, heard) => sum + heard, 0)
}

function kernelsOf(shape: Shape, values: Float32Array): Kernels {
  const [height = 1, width = 1] = shape.slice(2)
  const total = sizeOf(shape) / (height * width)
  const count = Math.min(mostKernels, total)
  const shownValues = values.slice(0, count * height * width)
  const largest = shownValues.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return { count, height, width, values: shownValues, largest, total }
}

/** A long step loses the fewest digits where a gradient is read off as the difference that it makes. */
const stepLength = 1024

/**
 * The gradient of the loss by each weight, over one batch of training images, in torch's layout: what a single step of plain
 * gradient descent changes, over its length.
 */
async function gradientsOf(
  desk: Desk,
  { plan, weights }: LabModel,
): Promise<Readonly<Record<string, Float32Array>>> {
  const dataset = await desk.dataset()
  const count = Math.min(looked, dataset.train.count)
  const size = dataset.train.pixels.length / dataset.train.count
  const batch = {
    count,
    pixels: dataset.train.pixels.subarray(0, count * size),
    labels: dataset.train.labels.subarray(0, count),
  }
  const stepper = createTfjsStepper(
    plan,
    weights,
    { ...dataset, train: batch, test: { ...batch, count: 0 } },
    { optimizer: 'SGD', learningRate: stepLength, momentum: 0, weightDecay: 0 },
  )
  try {
    stepper.step(Int32Array.from({ length: count }, (_, i) => i))
    const after = await stepper.weights()
    return Object.fromEntries(
      reachedWeights(plan, weights, after).map(name => {
        const before = weights[name]!.values
        return [name, before.map((value, i) => (value - after[name]!.values[i]!) / stepLength)]
      }),
    )
  } finally {
    stepper.dispose()
  }
}

type Tensors = Readonly<Record<string, { readonly values: Float32Array }>>

/** Trained weights that the step has moved at all. */
const reachedWeights = (plan: Plan, before: Tensors, after: Tensors): string[] =>
  plan.weights.flatMap(({ name, trainable }) =>
    trainable && before[name]!.values.some((value, i) => value !== after[name]!.values[i]) ? [name] : [],
  )
