import {
  choice,
  flag,
  fractions,
  integer,
  number,
  optionalInteger,
  optionalNumber,
  type Params,
} from './params.ts'

/** The optimizers, under the names that they have in `torch.optim`. */
export const optimizerNames = ['Adam', 'AdamW', 'SGD', 'RMSprop'] as const
export type OptimizerName = (typeof optimizerNames)[number]

/** How gradients become steps, in torch's names and with its defaults; optional in files. */
export const optimizerSchema = {
  weightDecay: number({
    default: 0,
    min: 0,
    max: 10,
    help: 'Pulls weights towards 0: added to the gradient by this share, or with AdamW taken off the weights apart from it.',
  }),
  momentum: number({ default: 0, min: 0, max: 1, help: 'Share of the last step that goes into the next.' }),
  dampening: number({ default: 0, min: 0, max: 1, help: 'Share of the gradient that momentum leaves out.' }),
  nesterov: flag({ default: false, help: 'Looks one step of momentum ahead.' }),
  betas: fractions({
    default: [0.9, 0.999],
    help: 'How much of the running means of gradient and squared gradient each step keeps.',
  }),
  eps: number({
    default: 1e-8,
    min: 0,
    max: 1,
    exclusive: true,
    help: 'Added to the divisor, so that it is not 0.',
  }),
  amsgrad: flag({ default: false, help: 'Divides by the largest mean of squares so far.' }),
  alpha: number({
    default: 0.99,
    min: 0,
    max: 1,
    help: 'How much of the running mean of squares each step keeps.',
  }),
  centered: flag({ default: false, help: 'Divides by the deviation of the gradient, not by its size.' }),
} as const

/** The settings of an optimizer, none missing. */
export type OptimizerSettings = Params<typeof optimizerSchema>

/** The settings that an optimizer has besides learningRate and weightDecay, in torch's order. */
export const optimizerParams = {
  Adam: ['betas', 'eps', 'amsgrad'],
  AdamW: ['betas', 'eps', 'amsgrad'],
  SGD: ['momentum', 'dampening', 'nesterov'],
  RMSprop: ['alpha', 'eps', 'momentum', 'centered'],
} as const satisfies Readonly<Record<OptimizerName, readonly (keyof OptimizerSettings)[]>>

/** How a run goes from its first step to its last; optional in files. */
export const courseSchema = {
  clipGradNorm: optionalNumber({
    default: null,
    min: 0,
    exclusive: true,
    help: 'Longest that the gradient of all weights together may be; longer ones are shortened.',
  }),
  schedule: choice({
    default: 'constant',
    options: ['constant', 'StepLR', 'CosineAnnealingLR'],
    help: 'How the learning rate goes: constant, falling in steps, or falling along a cosine until the end.',
  }),
  stepSize: integer({
    default: 1,
    min: 1,
    max: 10_000,
    unit: 'epochs',
    help: 'How long StepLR keeps a rate.',
  }),
  gamma: number({
    default: 0.1,
    min: 0,
    max: 1,
    exclusive: true,
    help: 'What StepLR multiplies the rate with.',
  }),
  etaMin: number({ default: 0, min: 0, max: 10, help: 'The rate that CosineAnnealingLR ends at.' }),
  warmupSteps: integer({
    default: 0,
    min: 0,
    max: 1_000_000,
    unit: 'steps',
    help: 'How long the rate first rises, from a third of its value.',
  }),
  patience: optionalInteger({
    default: null,
    min: 1,
    max: 10_000,
    unit: 'epochs',
    help: 'Ends the run when the test loss has not fallen for so long.',
  }),
  checkpointEvery: optionalInteger({
    default: null,
    min: 1,
    max: 1_000_000,
    unit: 'steps',
    help: 'How often the run is kept, to be resumed from there; without a number every few seconds.',
  }),
} as const

/** The settings of a run's course, none missing. */
export type CourseSettings = Params<typeof courseSchema>
