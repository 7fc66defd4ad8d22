import { dataSchema, datasetParam } from './dataSettings.ts'
import { choice, integer, number } from './params.ts'

/** The settings of training as a schema: their bounds, defaults and words, for the panel, the loader and the command line. */
export const trainingSchema = {
  dataset: datasetParam,
  ...dataSchema,
  loss: choice({
    default: 'MSELoss',
    options: ['MSELoss'],
    help: 'Mean of the squared difference between output and image.',
  }),
  optimizer: choice({ default: 'Adam', options: ['Adam'], help: 'How gradients become steps.' }),
  learningRate: number({ default: 0.001, min: 0, max: 10, exclusive: true, help: 'Length of a step.' }),
  batchSize: integer({ default: 128, min: 1, max: 10_000, unit: 'images', help: 'Images in one step.' }),
  epochs: integer({ default: 5, min: 1, max: 10_000, help: 'How often every image is seen.' }),
  seed: integer({
    default: 0,
    min: 0,
    max: 999_999,
    help: 'Start of the random numbers for weights and order; the same seed gives the same run.',
  }),
} as const
