/**
 * The laboratory as panels use it: one worker for all of them, which holds the trained network as it was when somebody
 * asked for it to be brought up to date.
 */
import { createLabClient, type LabClient } from '../../training/lab/client.ts'
import { type TrainedModel, trainedModel } from './trainedModel.ts'

let client: LabClient | undefined
let held: TrainedModel | undefined
let bringing: Promise<TrainedModel> | undefined

/** The laboratory, made when it is first needed; its worker and tfjs come with the first question. */
export function lab(): LabClient {
  client ??= createLabClient()
  return client
}

/**
 * Hands the trained network as it is now to the laboratory, where it does not have it already; answers what it has from
 * then on. Rejects with a sentence where nothing was trained.
 */
export function bringModelToLab(): Promise<TrainedModel> {
  bringing ??= bring().finally(() => {
    bringing = undefined
  })
  return bringing
}

async function bring(): Promise<TrainedModel> {
  const model = trainedModel()
  if (!model) throw new Error('There is no trained network yet: train first, or open a run.')
  if (model === held) return model
  const weights = await model.getWeights()
  lab().setModel(model.plan, weights, model.document.training)
  held = model
  return model
}
