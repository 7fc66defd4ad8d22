import type { Plan, PlanLoss } from '../compile/plan.ts'
import { formatShape, type Shape, sameShape } from '../graph/shape.ts'
import { objectiveOf, stepsBehind } from './objective.ts'

/** What is known of a dataset before it is loaded. */
export interface DatasetFacts {
  readonly name: string
  /** Channels, height, width. */
  readonly shape: Shape
  /** Classes that labels name, 0 where there are no labels; 10 where it is not said. */
  readonly classes?: number
}

/** Losses that are 0 for equal tensors. */
const differences: ReadonlySet<string> = new Set(['MSELoss', 'L1Loss'])

/** Why a plan cannot be trained on images of this shape (channels, height, width), and what to change; undefined where it can. */
export function trainingFault(plan: Plan, images: DatasetFacts): string | undefined {
  const size = formatShape(images.shape)
  const [input, ...otherInputs] = plan.inputs
  if (!input || otherInputs.length > 0) {
    return `Training needs one Input, which takes the images; this network has ${plan.inputs.length}: ${named(plan.inputs)}.`
  }
  if (!sameShape(input.shape, images.shape)) {
    return `Input ${input.node} of ${formatShape(input.shape)} does not take ${images.name} images of ${size}: set its shape to ${size}, turn on resize, or choose shapes or gratings, which are drawn to fit.`
  }
  const { losses } = objectiveOf(plan, images.shape)
  const idle = losses.find(({ type, input, target }) => differences.has(type) && input === target)
  if (idle) {
    return `${idle.node} compares ${idle.input} with itself, which is always 0: give it another target.`
  }
  const fault = plan.losses.length === 0 ? outputFault(plan, size, images) : labelFault(losses, images)
  if (fault !== undefined) return fault
  const reached = stepsBehind(plan, losses)
  if (!plan.weights.some(weight => weight.trainable && reached.has(weight.step))) {
    return plan.losses.length === 0 || !plan.weights.some(weight => weight.trainable)
      ? 'There is nothing to train: no layer of this network has weights.'
      : `There is nothing to train: no layer with weights leads to ${named(plan.losses)}.`
  }
  return undefined
}

function outputFault({ outputs }: Plan, size: string, images: DatasetFacts): string | undefined {
  const [output, ...others] = outputs
  if (!output || others.length > 0) {
    return `Training compares one output with the image; this network has ${outputs.length}: ${named(outputs)}. Give those that shall learn a loss, or delete them.`
  }
  if (!sameShape(output.shape, images.shape)) {
    return `The output of ${output.node} is ${formatShape(output.shape)} and the image ${size}: MSE compares them value by value, so the last layer must yield ${size}, or a loss must say what it is compared with.`
  }
  return undefined
}

function labelFault(losses: readonly PlanLoss[], { name, classes = 10 }: DatasetFacts): string | undefined {
  const labelled = losses.find(loss => typeof loss.target !== 'string')
  if (labelled && classes === 0) {
    return `${labelled.node} compares with labels, and ${name} has none: choose data with labels, or another loss.`
  }
  const few = losses.find(loss => typeof loss.target !== 'string' && loss.shape[0]! < classes)
  return (
    few &&
    `${few.node} takes ${few.shape[0]} scores, and the labels name ${classes} classes: the layer before it must yield ${classes}.`
  )
}

const named = (list: readonly { readonly node: string }[]): string => list.map(({ node }) => node).join(', ')
