import { dataSchema } from '../graph/dataSettings.ts'
import type { TrainingSettings } from '../graph/document.ts'
import { courseSchema, optimizerSchema } from '../graph/optimizerSettings.ts'
import type { Param, ParamValue } from '../graph/params.ts'
import { shortTraining, trainingConflict, trainingSchema } from '../graph/training.ts'
import { type BackendChoice, backendNames } from '../runtime/backendReport.ts'
import { type Arguments, type Option, UsageError } from './command.ts'

/** Settings whose option is their name with hyphens: `--weight-decay`, `--clip-grad-norm`. */
const named: Readonly<Record<string, Param>> = {
  dataset: trainingSchema.dataset,
  ...dataSchema,
  optimizer: trainingSchema.optimizer,
  ...optimizerSchema,
  ...courseSchema,
}

const optionOf = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

const namedOptions: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(named).map(([name, { control, help, unit }]) => {
    const text = unit ? `${help} In ${unit}.` : help
    if (control.kind === 'switch') return [optionOf(name), { type: 'boolean', help: text }]
    const value = control.kind === 'choice' ? 'NAME' : control.kind === 'sizes' ? 'X,Y' : 'X'
    const names = control.kind === 'choice' ? ` One of ${control.options.join(', ')}.` : ''
    return [optionOf(name), { type: 'string', value, help: text + names }]
  }),
)

/** What `train` understands. */
export const trainOptions = {
  backend: {
    type: 'string',
    value: 'B',
    help: `auto, ${backendNames.join(', ')}; auto is the best that works.`,
  },
  steps: { type: 'string', value: 'N', help: 'Ends at this step, counted from the beginning of the run.' },
  epochs: { type: 'string', value: 'N', help: trainingSchema.epochs.help },
  batch: { type: 'string', value: 'N', help: trainingSchema.batchSize.help },
  lr: { type: 'string', value: 'X', help: `Learning rate. ${trainingSchema.learningRate.help}` },
  seed: { type: 'string', value: 'N', help: trainingSchema.seed.help },
  ...namedOptions,
  data: {
    type: 'string',
    value: 'FILE,FILE',
    help: 'Trains on these files instead: IDX, .npz, .npy, CSV or an archive of them.',
  },
  'train-limit': { type: 'string', value: 'N', help: 'Trains on the first images only.' },
  'test-limit': { type: 'string', value: 'N', help: 'Tests on the first images only.' },
  save: {
    type: 'string',
    value: 'DIR',
    help: 'Saves the run there at each checkpoint, at the end of each epoch and when it ends.',
  },
  resume: {
    type: 'string',
    value: 'DIR',
    help: 'Goes on with a saved run, exactly: its folder, or a zip of it such as the page exports. FILE may be left out, --data may not.',
  },
  force: { type: 'boolean', help: 'Overwrites the run in the folder of --save.' },
} as const satisfies Readonly<Record<string, Option>>

/** The numbers of a run as the command line gives them. */
export interface TrainNumbers {
  readonly backend: BackendChoice
  readonly settings: TrainingSettings
  readonly steps?: number
  readonly trainLimit?: number
  readonly testLimit?: number
}

/** What a saved run has fixed: changing it would make another run of it. */
const fixedByResume = [
  ...['batch', 'lr', 'seed', 'train-limit', 'test-limit'],
  // How often it is kept changes nothing in what it learns.
  ...Object.keys(namedOptions).filter(name => name !== 'checkpoint-every'),
]

/**
 * Reads the options over the settings of the document, or of a saved run. Steps without epochs last as long as they
 * need; `stepsPerEpoch` says how many an epoch has.
 * @throws UsageError naming the option and what it may be.
 */
export function readTrainOptions(
  args: Arguments,
  given: Omit<TrainNumbers, 'backend' | 'steps'>,
  isResumed: boolean,
): TrainNumbers {
  const fixed = isResumed
    ? fixedByResume.find(name => args.has(name) || args.text(name) !== undefined)
    : undefined
  if (fixed) throw new UsageError(`--${fixed} cannot be changed in a resumed run.`)
  if (args.text('steps') !== undefined && args.text('epochs') !== undefined) {
    throw new UsageError('--steps and --epochs exclude each other.')
  }
  const steps = readCount(args, 'steps')
  const trainLimit = readCount(args, 'train-limit') ?? given.trainLimit
  const testLimit = readCount(args, 'test-limit') ?? given.testLimit
  return {
    backend: readBackend(args.text('backend') ?? 'auto'),
    settings: together({
      ...given.settings,
      ...readNamed(args),
      epochs: readSetting(args, 'epochs', 'epochs') ?? given.settings.epochs,
      batchSize: readSetting(args, 'batch', 'batchSize') ?? given.settings.batchSize,
      learningRate: readSetting(args, 'lr', 'learningRate') ?? given.settings.learningRate,
      seed: readSetting(args, 'seed', 'seed') ?? given.settings.seed,
    }),
    ...(steps === undefined ? {} : { steps }),
    ...(trainLimit === undefined ? {} : { trainLimit }),
    ...(testLimit === undefined ? {} : { testLimit }),
  }
}

/** The settings that the command line names. @throws UsageError */
function readNamed(args: Arguments): Partial<TrainingSettings> {
  const entries = Object.entries(named).flatMap(([name, param]) => {
    const option = optionOf(name)
    if (param.control.kind === 'switch') return args.has(option) ? [[name, true]] : []
    const text = args.text(option)
    if (text === undefined) return []
    const parsed = param.parse(fromText(text, param))
    if ('value' in parsed) return [[name, parsed.value]]
    throw new UsageError(`--${option} must be ${parsed.expected.replace('null', 'none')}; got ${text}.`)
  })
  return Object.fromEntries(entries)
}

/** The text of an option as the value that its parameter checks. */
function fromText(text: string, { control, optional }: Param): ParamValue {
  if (control.kind === 'choice') return text
  if (control.kind === 'sizes') return text.split(',').map(numberOf)
  return optional && text === 'none' ? null : numberOf(text)
}

/** Settings that go together, said as briefly as in a file. @throws UsageError */
function together(settings: TrainingSettings): TrainingSettings {
  const conflict = trainingConflict(settings)
  if (conflict) throw new UsageError(`${conflict.message}.`)
  return shortTraining(settings)
}

function readSetting(
  args: Arguments,
  option: string,
  name: 'epochs' | 'batchSize' | 'learningRate' | 'seed',
): number | undefined {
  const text = args.text(option)
  if (text === undefined) return undefined
  const parsed = trainingSchema[name].parse(numberOf(text))
  if ('value' in parsed) return parsed.value
  throw new UsageError(`--${option} must be ${parsed.expected}; got ${text}.`)
}

function readCount(args: Arguments, option: string): number | undefined {
  const text = args.text(option)
  if (text === undefined) return undefined
  const value = numberOf(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new UsageError(`--${option} must be a whole number of at least 1; got ${text}.`)
}

/** `Number` would read an empty text as 0. */
const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** The backend that `--backend` names. @throws UsageError */
export function readBackend(name: string): BackendChoice {
  const found = (['auto', ...backendNames] as const).find(each => each === name)
  if (!found) throw new UsageError(`--backend must be one of auto, ${backendNames.join(', ')}; got ${name}.`)
  return found
}
