import type { Plan, PlanLoss, PlanTensor } from '../compile/plan.ts'
import { sameShape } from '../graph/shape.ts'

/** What a run makes small, and in which words it is spoken of. Pure: page, worker and command line read it alike. */
export interface Objective {
  readonly losses: readonly PlanLoss[]
  /** What the loss is called: "MSE", "cross-entropy"; "loss" where it is a sum of several. */
  readonly name: string
  /** True where the loss is the mean squared error of pixels, which can be compared with that of PCA. */
  readonly isMse: boolean
  /** The tensor whose largest value is the class that the network takes the image for. */
  readonly scores?: string
  /** The tensor that is an image of the dataset's size, and whether a sigmoid makes pixels of it. */
  readonly picture?: { readonly tensor: string; readonly isLogits: boolean }
}

const words: Readonly<Record<string, string>> = {
  MSELoss: 'MSE',
  L1Loss: 'L1',
  BCEWithLogitsLoss: 'BCE',
  CrossEntropyLoss: 'cross-entropy',
  GaussianKLLoss: 'KL',
}

/** The losses of the plan; without any, the output is compared with the image by MSE. */
export function objectiveOf(plan: Plan, image: readonly number[]): Objective {
  const [input] = plan.inputs
  const [output] = plan.outputs
  const losses = plan.losses.length > 0 || !input || !output ? plan.losses : [imageError(output, input)]
  const [first] = losses
  const isSingle = losses.length === 1
  const isSum = losses.some(loss => loss.params.reduction === 'sum')
  const scores = losses.find(loss => typeof loss.target !== 'string')
  const picture = losses.find(
    loss =>
      typeof loss.target === 'string' &&
      sameShape(loss.shape, image) &&
      loss.input !== input?.name &&
      loss.type !== 'GaussianKLLoss' &&
      loss.type !== 'CrossEntropyLoss',
  )
  return {
    losses,
    name: isSingle ? `${isSum ? 'summed ' : ''}${words[first!.type] ?? first!.type}` : 'loss',
    isMse: isSingle && first!.type === 'MSELoss' && !isSum && first!.target === input?.name,
    ...(scores && { scores: scores.input }),
    ...(picture && { picture: { tensor: picture.input, isLogits: picture.type === 'BCEWithLogitsLoss' } }),
  }
}

const imageError = (output: PlanTensor, input: PlanTensor): PlanLoss => ({
  node: output.node,
  type: 'MSELoss',
  params: { reduction: 'mean' },
  input: output.name,
  shape: output.shape,
  target: input.name,
})

/** The names of the steps that any of the losses depends on, by input or target. Others are computed, but not trained. */
export function stepsBehind(plan: Plan, losses: readonly PlanLoss[]): ReadonlySet<string> {
  const wanted = new Set(
    losses.flatMap(({ input, target }) => (typeof target === 'string' ? [input, target] : [input])),
  )
  for (const step of plan.steps.toReversed()) {
    if (wanted.has(step.name)) for (const input of step.inputs) wanted.add(input)
  }
  return wanted
}

/** True of a loss that measures differences from the image; BCE and the like want shares of 1 and have no range to undo. */
export const isPixelLoss = ({ type, input, target }: PlanLoss, image: string): boolean =>
  (type === 'MSELoss' || type === 'L1Loss') && (input === image || target === image)
