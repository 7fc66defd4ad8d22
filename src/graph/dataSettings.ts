import { nameProblem } from './names.ts'
import { choice, flag, integer, number, type Param, type Params } from './params.ts'

/** Which images a document learns from: those inside the app, generated ones, or a person's own under their name. */
export type DatasetName = 'mnist' | 'shapes' | 'gratings' | `own:${string}`

/** Datasets that are drawn to the size of the Input, which they fit at any size. */
export const generatedDatasets = ['shapes', 'gratings'] as const
export type GeneratedDataset = (typeof generatedDatasets)[number]

export const isGenerated = (name: DatasetName): name is GeneratedDataset =>
  (generatedDatasets as readonly string[]).includes(name)

/** The name under which own data is kept; undefined where the dataset is none of them. */
export const ownName = (dataset: DatasetName): string | undefined =>
  dataset.startsWith('own:') ? dataset.slice('own:'.length) : undefined

const builtIn = choice({
  default: 'mnist',
  options: ['mnist', ...generatedDatasets],
  help: 'The images to learn from.',
})

/** The dataset of a document. An own one may be missing in this browser: that is for training to say. */
export const datasetParam: Param<DatasetName> = {
  ...builtIn,
  parse: value => {
    const own = typeof value === 'string' ? ownName(value as DatasetName) : undefined
    if (own !== undefined && nameProblem(own) === undefined) return { value: value as DatasetName }
    const parsed = builtIn.parse(value)
    return 'value' in parsed
      ? parsed
      : { expected: `${parsed.expected}, or 'own:' and the name of a dataset of your own` }
  },
}

/** What is done to the images before and while a network learns from them; optional in files. */
export const dataSchema = {
  resize: flag({
    default: false,
    help: 'Images of another size are resized to that of the Input, and cropped at their longer side.',
  }),
  normalisation: choice({
    default: '0..1',
    options: ['0..1', '-1..1', 'standardise'],
    help: 'The range of pixels that the network sees and gives back; standardise: mean 0, deviation 1 in each channel. Errors are always those of pixels from 0 to 1.',
  }),
  images: integer({
    default: 12_000,
    min: 12,
    max: 200_000,
    unit: 'images',
    help: 'How many are drawn of a generated set; a sixth of them are for testing.',
  }),
  testShare: number({
    default: 0.1,
    min: 0,
    max: 0.9,
    help: 'The share that is kept for testing, where own data has no test part.',
  }),
  dataSeed: integer({
    default: 0,
    min: 0,
    max: 999_999,
    help: 'Start of the random numbers for generated images and for the split into training and test.',
  }),
  shift: integer({
    default: 0,
    min: 0,
    max: 64,
    unit: 'pixels',
    help: 'Training images are moved by up to so much, another way each time.',
  }),
  flip: flag({ default: false, help: 'Every other training image is mirrored, left to right.' }),
  noise: number({
    default: 0,
    min: 0,
    max: 1,
    help: 'Deviation of the noise on the pixels that the network sees in training; errors are against the clean image.',
  }),
} as const

/** The settings of data, none missing. */
export type DataSettings = Params<typeof dataSchema>
