import type { Plan } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { GraphDocument } from '../../graph/document.ts'
import { type TrainingState, useTraining } from './trainingStore.ts'

/** The network that has learned something: the one that trains, that was trained, or whose weights were loaded. */
export interface TrainedModel {
  /** The document as it was trained, whatever became of the canvas. */
  readonly document: GraphDocument
  readonly plan: Plan
  /** Grows whenever there are newer weights to look at, a few times a second at most. */
  readonly version: number
  /** The weights as they are now, in PyTorch's layout. Rejects with a sentence. */
  getWeights(): Promise<Weights>
}

let last: TrainedModel | undefined

function modelOf({
  trained,
  plan,
  version,
  hasWeights,
  getWeights,
}: TrainingState): TrainedModel | undefined {
  if (!trained || !plan || !hasWeights) return undefined
  if (last?.document !== trained || last.plan !== plan || last.version !== version) {
    last = { document: trained, plan, version, getWeights }
  }
  return last
}

/** The trained network as it is now; undefined where nothing was trained or loaded. */
export const trainedModel = (): TrainedModel | undefined => modelOf(useTraining.getState())

/** The same for a component, which is drawn anew with every version. */
export const useTrainedModel = (): TrainedModel | undefined => useTraining(modelOf)
