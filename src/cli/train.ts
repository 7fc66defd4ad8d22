import type { Plan } from '../compile/plan.ts'
import type { GraphDocument } from '../graph/document.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import type { LoopReport } from '../training/loop.ts'
import type { Dataset } from '../training/stepper.ts'
import { readRun, runPaths, type SavedRun, writeRun } from './checkpoint.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import { loadData } from './data.ts'
import { planOf, readDocument, refuseToOverwrite } from './files.ts'
import { progressLine } from './progress.ts'
import { describeSummary, describeTest, summarize } from './summary.ts'
import type { Terminal } from './terminal.ts'
import { readTrainOptions, type TrainNumbers, trainOptions } from './trainOptions.ts'

export const trainCommand: Command = {
  name: 'train',
  usage: 'train FILE [--backend B] [--steps N | --epochs N] [--save DIR]',
  summary: 'Trains the network on MNIST, drawn images or your own.',
  positionals: [0, 1],
  options: trainOptions,
  notes: [
    'With --json: a line {"step", "loss"} for each step, and a last line with the summary.',
    'Ctrl-C ends the run after the step it is in, and saves it where --save says so.',
  ],
  async run(args, terminal) {
    const request = readRequest(args)
    // Loading tfjs takes a second, which the other commands need not spend.
    const [{ startBackend }, { trainingFault }, { limitDataset }, { treated }] = await Promise.all([
      import('../runtime/backends.ts'),
      import('../training/requirements.ts'),
      import('../training/datasets.ts'),
      import('../training/data/sources.ts'),
    ])
    const { settings } = request.numbers
    const whole = await loadData(settings, request.plan, args.text('data'))
    const dataset = treated(limitDataset(whole, request.numbers), settings)
    const fault = trainingFault(request.plan, dataset)
    if (fault) throw new InputError(fault)
    const { backend: choice } = request.numbers
    const backend = await startBackend(choice)
    if (!args.isJson || (choice !== 'auto' && choice !== backend.name)) terminal.tell(backend.reason)
    return train(request, { whole, dataset }, backend.name, args.isJson, terminal)
  },
}

/** Everything that the command line asks for, read and checked. */
interface TrainRequest {
  readonly document: GraphDocument
  readonly plan: Plan
  readonly numbers: TrainNumbers
  readonly resumed?: SavedRun
  readonly save?: string
}

function readRequest(args: Arguments): TrainRequest {
  const [file] = args.positionals
  const [resume, save] = [args.text('resume'), args.text('save')]
  if (file === undefined && resume === undefined) {
    throw new UsageError('FILE is missing: a document, the name of a template, or --resume DIR.')
  }
  const resumed = resume === undefined ? undefined : readRun(resume)
  const document = file === undefined ? resumed!.document : readDocument(file)
  const plan = planOf(document)
  if (resumed && JSON.stringify(plan.steps) !== JSON.stringify(planOf(resumed.document).steps)) {
    throw new InputError(
      `${file} is not the network of the run in ${resume}: leave FILE out to go on with it.`,
    )
  }
  const given = resumed?.state ?? { settings: document.training }
  const numbers = readTrainOptions(args, given, resumed !== undefined)
  if (save !== undefined) refuseToOverwrite(runPaths(save), args.has('force'))
  return { document, plan, numbers, ...(resumed && { resumed }), ...(save !== undefined && { save }) }
}

async function train(
  request: TrainRequest,
  { whole, dataset }: { readonly whole: Dataset; readonly dataset: Dataset },
  backend: string,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [{ createTfjsStepper }, { initialWeights }, loops, { restoreCheckpoint }] = await Promise.all([
    import('../training/tfjsStepper.ts'),
    import('../runtime/weights.ts'),
    import('../training/loop.ts'),
    import('../training/checkpoint.ts'),
  ])
  const { plan, numbers, resumed, save } = request
  const perEpoch = loops.stepsPerEpoch(dataset.train.count, numbers.settings.batchSize)
  // Steps alone say how long a run is; epochs in the document are then no limit.
  const epochs = numbers.steps === undefined ? numbers.settings.epochs : Math.ceil(numbers.steps / perEpoch)
  const settings = { ...numbers.settings, epochs }
  const startStep = resumed?.state.step ?? 0
  const options = {
    settings,
    startStep,
    ...(numbers.steps !== undefined && { steps: numbers.steps }),
    ...(save !== undefined && { checkpoints: {} }),
    ...(resumed?.state.best && { best: resumed.state.best }),
  }
  const total = loops.totalSteps(options, dataset.train.count)
  if (startStep >= total) {
    throw new UsageError(
      `The run has taken ${startStep} steps already, and ${total} are asked for: --steps and --epochs count from its beginning.`,
    )
  }
  const stepper = createTfjsStepper(plan, initialWeights(plan, settings.seed), dataset, settings)
  if (resumed) {
    try {
      restoreCheckpoint(stepper, resumed)
    } catch (error) {
      throw new InputError(`The run cannot be resumed: ${(error as Error).message}`)
    }
  }
  const keep = (checkpoint: Checkpoint) => {
    if (save !== undefined) saveRun(save, request, checkpoint, { backend, stepper: stepper.name, perEpoch })
  }
  let failure: string | undefined
  const report = (event: LoopReport): void => {
    if (event.type === 'failed') failure = event.message
    if (event.type === 'checkpoint') keep(event)
    if (isJson) printLosses(event, terminal)
    else showProgress(event, { total, epochs, lossName: stepper.objective.name }, terminal)
  }
  const loop = loops.createTrainingLoop(stepper, dataset, options, report)
  const interrupt = () => loop.stop()
  process.once('SIGINT', interrupt)
  const outcome = await loop.run()
  process.off('SIGINT', interrupt)

  if (failure !== undefined) throw new InputError(failure)
  const summary = await summarize({ stepper, dataset, plan, backend, train: whole.train }, outcome)
  terminal.print(isJson ? JSON.stringify(summary) : describeSummary(summary, stepper.objective.name))
  if (save !== undefined && !isJson) {
    terminal.tell(`Saved in ${save}; --resume ${save} goes on from step ${outcome.step}.`)
  }
  stepper.dispose()
  return outcome.reason === 'stopped' ? 130 : 0
}

/** Writes where a run stands into its folder. @throws InputError where that is impossible, which ends the run. */
function saveRun(
  folder: string,
  { document, numbers }: TrainRequest,
  { step, weights, optimizer, best }: Checkpoint,
  { perEpoch, ...made }: { readonly backend: string; readonly stepper: string; readonly perEpoch: number },
): void {
  const { settings, trainLimit, testLimit } = numbers
  const epoch = Math.max(1, Math.ceil(step / perEpoch))
  const limits = {
    ...(trainLimit === undefined ? {} : { trainLimit }),
    ...(testLimit === undefined ? {} : { testLimit }),
  }
  const state = { step, epoch, settings, ...limits, ...made, ...(best && { best }) }
  writeRun(folder, { document, weights, optimizer, state })
}

function printLosses(event: LoopReport, { print }: Terminal): void {
  if (event.type !== 'progress') return
  const first = event.step - event.losses.length + 1
  for (const [i, loss] of event.losses.entries()) print(JSON.stringify({ step: first + i, loss }))
}

function showProgress(
  event: LoopReport,
  plan: { total: number; epochs: number; lossName: string },
  { show, tell }: Terminal,
): void {
  if (event.type === 'progress') show(progressLine(event, plan))
  if (event.type === 'finished' && event.early !== undefined) tell(event.early)
  if (event.type === 'evaluated') {
    tell(`Epoch ${event.epoch}, step ${event.step}: ${describeTest(event, plan.lossName)}`)
  }
}
