import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registry } from '../../nodes/index.ts'
import { withCodeSize } from '../analyze/codeSize.ts'
import { experimentFigure } from '../formats/experiment/figure.ts'
import {
  type Experiment,
  type ExperimentRow,
  experimentCsv,
  inOrder,
  remaining,
} from '../formats/experiment/rows.ts'
import type { GraphDocument } from '../graph/document.ts'
import { saveDocument } from '../graph/save.ts'
import { sizeOf } from '../graph/shape.ts'
import { inferGraph } from '../infer/inference.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import { dimsOption, readDims } from './dims.ts'
import type { ExperimentPlace, SizedDocument } from './experimentRun.ts'
import { planOf, readDocument, refuseToOverwrite, writeOutput } from './files.ts'
import type { Terminal } from './terminal.ts'
import { readTrainOptions, type TrainNumbers, trainOptions } from './trainOptions.ts'

const { save: _save, resume: _resume, force: _force, ...usualTrainOptions } = trainOptions

export const experimentCommand: Command = {
  name: 'experiment',
  usage: 'experiment FILE [--dims 2,4,8,16,32] [train options] [--save DIR]',
  summary: 'Trains the network at several code sizes, each beside PCA with as many numbers.',
  positionals: [1, 1],
  options: {
    dims: dimsOption,
    ...usualTrainOptions,
    save: {
      type: 'string',
      value: 'DIR',
      help: 'Keeps every run and result there, with the figure (SVG) and the table (CSV). The same command goes on where it was left.',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'PATH',
      help: 'Writes the figure there (.svg), and the table beside it (.csv).',
    },
    force: { type: 'boolean', help: 'Begins anew in the folder of --save, and overwrites the files of -o.' },
  },
  notes: [
    'With --json: a line {"dims", "testMse", "pcaTestMse", …} for each code size.',
    'PCA learns from the same images as the network: with --train-limit from as many.',
  ],
  async run(args, terminal) {
    const request = readRequest(args)
    const { prepare } = await import('./experimentRun.ts')
    const place = await prepare(request, terminal)
    if (!args.isJson) terminal.tell(place.reason)
    return runAll(request, place, args.isJson, terminal)
  },
}

interface Request {
  readonly document: GraphDocument
  readonly dims: readonly number[]
  /** The document at each code size. */
  readonly sized: readonly SizedDocument[]
  readonly numbers: TrainNumbers
  /** Files that take the place of the images that the document names, separated by commas. */
  readonly data: string | undefined
  readonly save: string | undefined
  readonly output: string | undefined
  readonly isForced: boolean
}

function readRequest(args: Arguments): Request {
  const document = readDocument(args.positionals[0]!)
  const inference = inferGraph(document, registry)
  const image = planOf(document).inputs[0]?.shape ?? []
  const dims = readDims(args, sizeOf(image))
  const numbers = readTrainOptions(args, { settings: document.training }, false)
  const sized = dims.map(each => {
    const changed = withCodeSize(inference, registry, each)
    if ('refusal' in changed) throw new InputError(changed.refusal)
    return { dims: each, document: changed.document, plan: planOf(changed.document) }
  })
  const [data, save, output] = [args.text('data'), args.text('save'), args.text('output')]
  const isForced = args.has('force')
  if (output !== undefined) {
    if (!output.endsWith('.svg')) throw new UsageError(`-o must name an .svg file; got ${output}.`)
    refuseToOverwrite([output, tableBeside(output)], isForced)
  }
  return { document, dims, sized, numbers, data, save, output, isForced }
}

const tableBeside = (figure: string): string => figure.replace(/\.svg$/, '.csv')

async function runAll(
  request: Request,
  place: ExperimentPlace,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const { dims, sized, save, output } = request
  const kept = save === undefined ? [] : readKept(request)
  const rows: ExperimentRow[] = [...inOrder(dims, kept)]
  const show = (row: ExperimentRow) => terminal.print(isJson ? jsonLine(row) : tableLine(row))
  if (!isJson) terminal.print(tableHead)
  for (const row of rows) show(row)
  // From now on the folder is this experiment's, also while its first run is still under way.
  if (save !== undefined) keep(save, request, kept)
  const left = remaining(dims, rows)
  for (const [i, each] of sized.filter(one => left.includes(one.dims)).entries()) {
    const folder = save === undefined ? undefined : join(save, `d${each.dims}`)
    const isNew = request.isForced || folder === undefined || !existsSync(folder)
    const row = await place.train(each, {
      ...(folder !== undefined && { folder }),
      isNew,
      title: `d = ${each.dims}, ${i + 1} of ${left.length}`,
    })
    if (!row) return 130
    rows.push(row)
    if (save !== undefined) keep(save, request, [...kept.filter(one => one.dims !== row.dims), ...rows])
    show(row)
  }
  const { document } = request
  const experiment: Experiment = {
    title: document.name,
    terms: place.terms,
    digits: place.digits,
    rows: inOrder(dims, rows),
  }
  const written = [
    ...(save === undefined ? [] : writeFigure(experiment, join(save, 'experiment.svg'))),
    ...(output === undefined ? [] : writeFigure(experiment, output)),
  ]
  for (const path of written) terminal.tell(`Wrote ${path}`)
  return 0
}

function writeFigure(experiment: Experiment, path: string): string[] {
  writeOutput(path, experimentFigure(experiment))
  writeOutput(tableBeside(path), experimentCsv(experiment.rows))
  return [path, tableBeside(path)]
}

const tableHead = 'code size  parameters   test MSE   PCA MSE  network / PCA'

function tableLine({ dims, parameters, testMse, pcaTestMse }: ExperimentRow): string {
  return [
    String(dims).padStart(9),
    parameters.toLocaleString('en-US').padStart(12),
    testMse.toFixed(4).padStart(11),
    pcaTestMse.toFixed(4).padStart(10),
    (testMse / pcaTestMse).toFixed(2).padStart(15),
  ].join('')
}

function jsonLine({ reconstructions: _, pca: __, ...row }: ExperimentRow): string {
  return JSON.stringify(row)
}

/** The file with what is done, in the folder of an experiment. */
const resultsFile = (folder: string): string => join(folder, 'experiment.json')

/** What decides the results besides the code size: another one of it in the same folder is another experiment. */
function identity({ document, numbers, data }: Request): string {
  const { steps, trainLimit, testLimit } = numbers
  // How often a run is kept changes nothing in its result.
  const { checkpointEvery: _, ...settings } = numbers.settings
  const text = saveDocument({ ...document, training: settings }, registry)
  return JSON.stringify({ document: JSON.parse(text), steps, trainLimit, testLimit, data })
}

interface Kept {
  readonly identity: string
  readonly rows: readonly (Omit<ExperimentRow, 'reconstructions' | 'pca'> & {
    readonly reconstructions: string
    readonly pca: string
  })[]
}

/** The results in the folder. @throws InputError where they are those of another experiment, or no results. */
function readKept(request: Request): ExperimentRow[] {
  const path = resultsFile(request.save!)
  if (request.isForced || !existsSync(path)) return []
  let kept: Kept
  try {
    kept = JSON.parse(readFileSync(path, 'utf8')) as Kept
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}.`)
  }
  if (kept.identity !== identity(request)) {
    throw new InputError(
      `${request.save} holds another experiment: another network, or other settings. Name another folder, or begin anew with --force.`,
    )
  }
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
  return kept.rows.map(row => ({
    ...row,
    reconstructions: bytes(row.reconstructions),
    pca: bytes(row.pca),
  }))
}

function keep(folder: string, request: Request, rows: readonly ExperimentRow[]): void {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const kept: Kept = {
    identity: identity(request),
    rows: rows.map(row => ({ ...row, reconstructions: text(row.reconstructions), pca: text(row.pca) })),
  }
  writeOutput(resultsFile(folder), JSON.stringify(kept))
}
