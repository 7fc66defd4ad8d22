import type { Plan } from '../compile/plan.ts'
import { formatShape, type Shape, sameShape } from '../graph/shape.ts'

/**
 * Why a plan cannot be trained to reproduce images of this shape (channels, height, width), and what to change;
 * undefined where it can.
 */
export function trainingFault(plan: Plan, images: { name: string; shape: Shape }): string | undefined {
  const size = formatShape(images.shape)
  const [input, ...otherInputs] = plan.inputs
  const [output, ...otherOutputs] = plan.outputs
  if (!input || otherInputs.length > 0) {
    return `Training needs one Input, which takes the images; this network has ${plan.inputs.length}: ${named(plan.inputs)}.`
  }
  if (!sameShape(input.shape, images.shape)) {
    return `Input ${input.node} of ${formatShape(input.shape)} does not take ${images.name} digits of ${size}: set its shape to ${size}.`
  }
  if (!output || otherOutputs.length > 0) {
    return `Training compares one output with the image; this network has ${plan.outputs.length}: ${named(plan.outputs)}. Connect or delete the others.`
  }
  if (!sameShape(output.shape, images.shape)) {
    return `The output of ${output.node} is ${formatShape(output.shape)} and the image ${size}: MSE compares them value by value, so the last layer must yield ${size}.`
  }
  if (!plan.weights.some(weight => weight.trainable)) {
    return 'There is nothing to train: no layer of this network has weights.'
  }
  return undefined
}

const named = (tensors: Plan['inputs']): string => tensors.map(tensor => tensor.node).join(', ')
