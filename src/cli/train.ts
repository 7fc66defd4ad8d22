import type { Plan } from '../compile/plan.ts'
import type { GraphDocument } from '../graph/document.ts'
import type { startBackend } from '../runtime/backends.ts'
import type { LoopReport } from '../training/loop.ts'
import { readRun, runPaths, type SavedRun } from './checkpoint.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import { planOf, readDocument, refuseToOverwrite } from './files.ts'
import { progressLine } from './progress.ts'
import { describeSummary, describeTest, summarize } from './summary.ts'
import type { Terminal } from './terminal.ts'
import type { TrainingData } from './trainingRun.ts'
import { readTrainOptions, type TrainNumbers, trainOptions } from './trainOptions.ts'

export const trainCommand: Command = {
  name: 'train',
  usage: 'train FILE [--backend B] [--steps N | --epochs N] [--save DIR]',
  summary: 'Trains the network on MNIST, drawn images or your own.',
  positionals: [0, 1],
  options: trainOptions,
  notes: [
    'With --json: a line {"step", "loss"} for each step, and a last line with the summary.',
    'PCA in the summary learns from all training images, also where --train-limit leaves fewer to the network.',
    'Ctrl-C ends the run after the step it is in, and saves it where --save says so.',
  ],
  async run(args, terminal) {
    const request = readRequest(args)
    // Loading tfjs takes a second, which the other commands need not spend.
    const [{ startBackend }, { loadTrainingData }] = await Promise.all([
      import('../runtime/backends.ts'),
      import('./trainingRun.ts'),
    ])
    const data = await loadTrainingData(request.plan, request.numbers, request.data)
    const { backend: choice } = request.numbers
    const backend = await startBackend(choice)
    if (!args.isJson || (choice !== 'auto' && choice !== backend.name)) terminal.tell(backend.reason)
    return train(request, data, backend, args.isJson, terminal)
  },
}

/** Everything that the command line asks for, read and checked. */
interface TrainRequest {
  readonly document: GraphDocument
  readonly plan: Plan
  readonly numbers: TrainNumbers
  readonly resumed?: SavedRun
  readonly save?: string
  /** The files that are trained on in place of the images that the settings name. */
  readonly data?: string
}

function readRequest(args: Arguments): TrainRequest {
  const [file] = args.positionals
  const [resume, save, data] = [args.text('resume'), args.text('save'), args.text('data')]
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
  if (resumed?.state.data !== undefined && data === undefined) {
    throw new UsageError(`The run was trained on ${resumed.state.data}: name the files again with --data.`)
  }
  const given = resumed?.state ?? { settings: document.training }
  const numbers = readTrainOptions(args, given, resumed !== undefined)
  if (save !== undefined) refuseToOverwrite(runPaths(save), args.has('force'))
  return {
    ...{ document, plan, numbers },
    ...(resumed && { resumed }),
    ...(save !== undefined && { save }),
    ...(data !== undefined && { data }),
  }
}

async function train(
  request: TrainRequest,
  { whole, dataset }: TrainingData,
  backend: Awaited<ReturnType<typeof startBackend>>,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const { courseOf, createRun } = await import('./trainingRun.ts')
  const { document, plan, numbers, resumed: saved, save: folder, data } = request
  const course = courseOf(numbers, dataset.train.count)
  const { total, settings } = course
  const startStep = saved?.state.step ?? 0
  if (startStep >= total) {
    throw new UsageError(
      `The run has taken ${startStep} steps already, and ${total} are asked for: --steps and --epochs count from its beginning.`,
    )
  }
  const run = createRun({ document, plan, numbers, dataset, course, backend, saved, folder, data })
  const { stepper } = run
  const outcome = await run.train(event => {
    if (isJson) printLosses(event, terminal)
    else showProgress(event, { total, epochs: settings.epochs, lossName: stepper.objective.name }, terminal)
  })
  if (outcome.failure) throw new InputError(outcome.failure.message)
  const summary = await summarize(
    { stepper, dataset, plan, backend: backend.name, train: whole.train },
    outcome,
  )
  terminal.print(isJson ? JSON.stringify(summary) : describeSummary(summary, stepper.objective.name))
  if (folder !== undefined && !isJson) {
    terminal.tell(`Saved in ${folder}; --resume ${folder} goes on from step ${outcome.step}.`)
  }
  stepper.dispose()
  return outcome.reason === 'stopped' ? 130 : 0
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
