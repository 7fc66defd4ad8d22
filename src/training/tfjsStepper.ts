import * as tf from '@tensorflow/tfjs'
import type { Plan, PlanLoss, PlanTensor } from '../compile/plan.ts'
import type { Weights } from '../compile/weights.ts'
import { defaultTraining, type TrainingSettings } from '../graph/document.ts'
import { SeededNoise, SeededSample, TorchDropout } from '../runtime/layers/index.ts'
import { buildModel } from '../runtime/model.ts'
import { getWeights, setWeights } from '../runtime/weights.ts'
import { createBatches } from './batches.ts'
import { applyTreatment } from './data/applied.ts'
import { type Loss, losses } from './losses.ts'
import { isPixelLoss, type Objective, objectiveOf, stepsBehind } from './objective.ts'
import { createOptimizer, readState, type Trainable, writeState } from './optimizers/index.ts'
import { trainingFault } from './requirements.ts'
import type { Dataset, Stepper } from './stepper.ts'

/** Images in one forward pass of an evaluation; it bounds the memory, not the result. */
const evaluationBatch = 200

/** What a stepper needs of the settings; what is absent is at its default. */
export type StepperSettings = Pick<TrainingSettings, 'learningRate'> & Partial<TrainingSettings>

/**
 * The stepper of tfjs's own autodiff over the `tf.LayersModel` of the plan, on the current backend: every graph, every
 * backend. The loss is the sum of the plan's losses; without any, the mean squared error between output and image.
 * @throws Error where the plan does not take or yield the dataset's images.
 */
export function createTfjsStepper(
  plan: Plan,
  weights: Weights,
  dataset: Dataset,
  settings: StepperSettings,
): Stepper {
  const fault = trainingFault(plan, dataset)
  if (fault) throw new Error(fault)
  const objective = objectiveOf(plan, dataset.shape)
  const heads = headsOf(plan, objective)
  const model = buildModel({ ...plan, outputs: heads })
  setWeights(model, plan, weights)
  const trainable = variablesOf(model, plan, stepsBehind(plan, objective.losses))
  const variables = trainable.map(({ variable }) => variable)
  const optimizer = createOptimizer(variables, { ...defaultTraining, ...settings })
  const noisy = model.layers.filter(drawsNoise)
  for (const layer of noisy) layer.seed = settings.seed ?? defaultTraining.seed
  const images = {
    train: createBatches(dataset.train, dataset.shape),
    test: createBatches(dataset.test, dataset.shape),
  }
  const treatment = applyTreatment(dataset)
  const imageName = plan.inputs[0]!.name
  /** All tensors that matter, by their name in the plan: the image, in pixels, and what the model yields. */
  function tensorsOf(
    image: tf.Tensor4D,
    training: boolean,
    input = treatment.toNetwork(image),
  ): ReadonlyMap<string, tf.Tensor> {
    const yielded = model.apply(input, { training }) as tf.Tensor | tf.Tensor[]
    const list = Array.isArray(yielded) ? yielded : [yielded]
    return new Map([[imageName, image], ...heads.map(({ name }, i) => [name, list[i]!] as const)])
  }
  /** What is compared with the image by difference is compared as pixels, whatever the network's range is. */
  const comparable = (loss: PlanLoss, name: string, tensors: ReadonlyMap<string, tf.Tensor>): tf.Tensor =>
    isPixelLoss(loss, imageName) && name !== imageName
      ? treatment.toPixels(tensors.get(name)!)
      : tensors.get(name)!
  /** The losses added up; means count `weight` times. */
  function lossOf(tensors: ReadonlyMap<string, tf.Tensor>, labels: tf.Tensor1D, weight = 1): tf.Scalar {
    const terms = objective.losses.map(each => {
      const { type, params, input, target } = each
      const wanted = typeof target === 'string' ? comparable(each, target, tensors) : labels
      const loss = lossNamed(type)(comparable(each, input, tensors), wanted, params)
      return weight === 1 || params.reduction === 'sum' ? loss : tf.mul<tf.Scalar>(loss, weight)
    })
    // Not tf.addN, which binds more buffers than WebGPU grants once there are nine.
    return terms.reduce((sum, term) => tf.add(sum, term))
  }
  /** The labels of these images; nothing is uploaded for a network that is not measured against any. */
  const labelsOf = (part: 'train' | 'test', count: number, indexOf: (i: number) => number): tf.Tensor1D => {
    const { labels } = dataset[part]
    const wanted = objective.scores === undefined ? 0 : count
    return tf.tensor1d(
      Int32Array.from({ length: wanted }, (_, i) => labels[indexOf(i)]!),
      'int32',
    )
  }
  /** The number of images whose largest score is that of their label. */
  const hitsOf = (scores: tf.Tensor, labels: tf.Tensor1D): tf.Scalar =>
    tf.sum(tf.cast(tf.equal(tf.argMax(scores, -1), labels), 'float32'))
  /** Steps so far, those of an earlier run included: augmentation depends on it. */
  let step = 0
  let rate = settings.learningRate
  let pending: tf.Scalar[] = []

  return {
    name: 'tfjs autodiff',
    objective,
    setLearningRate(next) {
      rate = next
    },
    step(indices) {
      const loss = tf.tidy(() => {
        const { image, input } = treatment.augment(images.train.take(indices), step)
        const labels = labelsOf('train', indices.length, i => indices[i]!)
        const { value, grads } = tf.variableGrads(
          () => lossOf(tensorsOf(image, true, input), labels),
          variables,
        )
        optimizer.apply(
          variables.map(variable => grads[variable.name]!),
          rate,
        )
        return value
      })
      step++
      pending.push(loss)
    },
    async losses() {
      if (pending.length === 0) return []
      const joined = tf.stack(pending)
      tf.dispose(pending)
      pending = []
      const values = await joined.data()
      joined.dispose()
      return [...values]
    },
    async evaluate(part, from, count) {
      const { scores } = objective
      const total = tf.tidy(() => {
        let sum = tf.tensor1d([0, 0])
        for (let at = from; at < from + count; at += evaluationBatch) {
          const size = Math.min(evaluationBatch, from + count - at)
          const batch = tf.tidy(() => {
            const tensors = tensorsOf(images[part].range(at, size), false)
            const labels = labelsOf(part, size, i => at + i)
            const hits = scores === undefined ? tf.scalar(0) : hitsOf(tensors.get(scores)!, labels)
            return tf.stack([lossOf(tensors, labels, size), hits]) as tf.Tensor1D
          })
          sum = tf.add(sum, batch)
        }
        return sum
      })
      const [loss = Number.NaN, hits = 0] = await total.data()
      total.dispose()
      return { loss: loss / count, ...(scores !== undefined && { accuracy: hits / count }) }
    },
    async look(pixels, count) {
      const [channels, height, width] = dataset.shape
      const { picture, scores } = objective
      const drawn = tf.tidy(() => {
        const tensors = tensorsOf(tf.tensor4d(pixels, [count, height, width, channels]), false)
        const image = picture && tensors.get(picture.tensor)!
        const isPixels = objective.losses.some(
          loss => loss.input === picture?.tensor && isPixelLoss(loss, imageName),
        )
        return {
          ...(image && {
            pictures: picture.isLogits
              ? tf.sigmoid(image)
              : tf.clone(isPixels ? treatment.toPixels(image) : image),
          }),
          ...(scores !== undefined && { classes: tf.argMax(tensors.get(scores)!, -1) }),
        }
      })
      const [pictures, classes] = await Promise.all([
        drawn.pictures?.data<'float32'>(),
        drawn.classes?.data<'int32'>(),
      ])
      tf.dispose(drawn)
      return { ...(pictures && { pictures }), ...(classes && { classes }) }
    },
    weights: () => getWeights(model, plan),
    setWeights(given) {
      setWeights(model, plan, given)
      optimizer.refresh()
    },
    optimizerState: () => readState(optimizer, trainable),
    setOptimizerState(state) {
      writeState(optimizer, trainable, state)
      // Each step draws once, so a run that is taken up again draws what it would have drawn.
      step = state.step![0]!
      for (const layer of noisy) layer.calls = step
    },
    dispose() {
      tf.dispose(pending)
      pending = []
      optimizer.dispose()
      images.train.dispose()
      images.test.dispose()
      model.dispose()
    },
  }
}

/** A layer that draws something else in every training step, by the number of the step. */
const drawsNoise = (layer: tf.layers.Layer): layer is TorchDropout | SeededNoise | SeededSample =>
  [TorchDropout, SeededNoise, SeededSample].some(kind => layer instanceof kind)

/** The plan's outputs, and behind them further tensors that a loss needs. */
function headsOf({ inputs, outputs }: Plan, { losses }: Objective): readonly PlanTensor[] {
  const heads = new Map(outputs.map(tensor => [tensor.name, tensor]))
  const known = new Set(inputs.map(tensor => tensor.name))
  for (const { node, shape, input, target } of losses) {
    for (const name of typeof target === 'string' ? [input, target] : [input]) {
      if (!heads.has(name) && !known.has(name)) heads.set(name, { name, node, port: 'output', shape })
    }
  }
  return [...heads.values()]
}

function lossNamed(type: string): Loss {
  const loss = losses.get(type)
  if (!loss) throw new Error(`Training does not know the loss ${type}.`)
  return loss
}

/** The variables that the optimizer moves, in the order of the plan: those of the steps that a loss depends on. */
function variablesOf(model: tf.LayersModel, plan: Plan, reached: ReadonlySet<string>): Trainable[] {
  const seen = new Map<string, number>()
  return plan.weights.flatMap(weight => {
    const slot = seen.get(weight.step) ?? 0
    seen.set(weight.step, slot + 1)
    const variable = model.getLayer(weight.step).weights[slot]!.read() as tf.Variable
    return weight.trainable && reached.has(weight.step) ? [{ weight, variable }] : []
  })
}
