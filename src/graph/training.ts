import { dataSchema, datasetParam } from './dataSettings.ts'
import { defaultTraining, type TrainingSettings } from './document.ts'
import { courseSchema, optimizerNames, optimizerSchema } from './optimizerSettings.ts'
import { choice, integer, number, type Param, type ParamValue, sameValue } from './params.ts'

/** The settings of training as a schema: their bounds, defaults and words, for the panel, the loader and the command line. */
export const trainingSchema = {
  dataset: datasetParam,
  ...dataSchema,
  loss: choice({
    default: 'MSELoss',
    options: ['MSELoss'],
    help: 'Mean of the squared difference between output and image.',
  }),
  optimizer: choice({ default: 'Adam', options: optimizerNames, help: 'How gradients become steps.' }),
  learningRate: number({ default: 0.001, min: 0, max: 10, exclusive: true, help: 'Length of a step.' }),
  batchSize: integer({ default: 128, min: 1, max: 10_000, unit: 'images', help: 'Images in one step.' }),
  epochs: integer({ default: 5, min: 1, max: 10_000, help: 'How often every image is seen.' }),
  seed: integer({
    default: 0,
    min: 0,
    max: 999_999,
    help: 'Start of the random numbers for weights and order; the same seed gives the same run.',
  }),
  ...optimizerSchema,
  ...courseSchema,
} as const

/** Every setting, none missing. */
export type FullTraining = Required<TrainingSettings>

/** The default of a setting; that of weightDecay is torch's for the optimizer. */
function defaultOf(name: string, { optimizer }: TrainingSettings): ParamValue {
  const schema: Readonly<Record<string, Param>> = trainingSchema
  return name === 'weightDecay' && optimizer === 'AdamW' ? 0.01 : schema[name]!.default
}

/** The settings with the defaults of those that are absent. */
export function fullTraining(settings: TrainingSettings): FullTraining {
  const defaults = Object.keys(trainingSchema).map(name => [name, defaultOf(name, settings)])
  return { ...Object.fromEntries(defaults), ...settings }
}

/** The settings without those that may be missing and say no more than their default. */
export function shortTraining(settings: TrainingSettings): TrainingSettings {
  const kept = Object.entries(settings).filter(
    ([name, value]) => Object.hasOwn(defaultTraining, name) || !sameValue(value, defaultOf(name, settings)),
  )
  return Object.fromEntries(kept) as unknown as TrainingSettings
}

/** Settings that are fine each by itself and do not go together. */
export interface TrainingConflict {
  readonly name: keyof TrainingSettings
  readonly message: string
}

/** What does not go together, as torch has it; undefined where all does. */
export function trainingConflict(settings: TrainingSettings): TrainingConflict | undefined {
  const { optimizer, nesterov, momentum, dampening } = fullTraining(settings)
  if (optimizer !== 'SGD' || !nesterov || (momentum > 0 && dampening === 0)) return undefined
  return {
    name: 'nesterov',
    message: `nesterov needs a momentum above 0 and no dampening; momentum is ${momentum}, dampening ${dampening}`,
  }
}
