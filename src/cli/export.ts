import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { PixelScale, Plan } from '../compile/plan.ts'
import { runFileNames, scaleOfRun } from '../formats/runFiles.ts'
import { writeSafetensors } from '../formats/safetensors.ts'
import { printSizeLadder } from '../formats/sizeLadder.ts'
import { printTypeScript } from '../formats/typescript.ts'
import { scaleMetadata, scaleOf } from '../formats/weightsMetadata.ts'
import { type Command, InputError, UsageError } from './command.ts'
import {
  type PlanWeights,
  planOf,
  readBytes,
  readDocument,
  readPlanWeights,
  refuseToOverwrite,
  writeOutput,
} from './files.ts'

/** A file to write. */
interface Output {
  readonly path: string
  readonly content: string | Uint8Array
}

/** Trained weights, and how pixels were scaled in training, where that is known. */
interface Trained extends PlanWeights {
  readonly scale: PixelScale | undefined
}

interface Format {
  /** Whether trained weights go with it. */
  readonly takesWeights: boolean
  /** A plan, and its weights if there are any, as files at and beside a path. */
  print(plan: Plan, path: string, weights?: Trained): readonly Output[]
}

/** What `--to` may name. */
const formats: Readonly<Record<string, Format>> = {
  typescript: {
    takesWeights: true,
    print(plan, path, trained) {
      if (!trained) return [{ path, content: printTypeScript(plan).text }]
      const weightsFile = `${basename(path, extname(path))}.safetensors`
      const { weights, metadata, scale } = trained
      const said = scale ? { ...metadata, ...scaleMetadata(scale) } : metadata
      return [
        { path, content: printTypeScript(plan, { weightsFile, ...(scale && { scale }) }).text },
        { path: join(dirname(path), weightsFile), content: writeSafetensors(weights, said) },
      ]
    },
  },
  svg: { takesWeights: false, print: (plan, path) => [{ path, content: printSizeLadder(plan) }] },
}

/** The standardisation that weights were trained with: as they say it themselves, or as the run does that they lie in. */
function scaleBeside(path: string, metadata: PlanWeights['metadata']): PixelScale | undefined {
  const run = join(dirname(path), runFileNames.state)
  return scaleOf(metadata) ?? (existsSync(run) ? scaleOfRun(readBytes(run)) : undefined)
}

/** The weights of a file with the standardisation that belongs to them, which a note misses where it is unknown. */
function trainedWeights(plan: Plan, path: string): Trained {
  const found = readPlanWeights(plan, path)
  const scale = plan.range === 'standardise' ? scaleBeside(path, found.metadata) : undefined
  const isMissing = plan.range === 'standardise' && scale === undefined
  const note = `${path}: Mean and deviation of the pixels that the network was trained on are told neither by this file nor by a ${runFileNames.state} beside it; the code says how they are computed.`
  return { ...found, scale, notes: isMissing ? [...found.notes, note] : found.notes }
}

const names = Object.keys(formats).join(', ')
const takers = Object.keys(formats)
  .filter(name => formats[name]!.takesWeights)
  .join(', ')

export const exportCommand: Command = {
  name: 'export',
  usage: 'export FILE --to typescript|svg -o PATH [--weights W]',
  summary: 'Writes the network as code, or its size ladder as a figure.',
  positionals: [1, 1],
  options: {
    to: { type: 'string', value: 'FORMAT', help: `One of ${names}.` },
    output: { type: 'string', short: 'o', value: 'PATH', help: 'The file to write.' },
    weights: {
      type: 'string',
      value: 'W',
      help: 'With typescript: trained weights (.safetensors, PyTorch names and layout), written beside the code, which can load them.',
    },
    force: { type: 'boolean', help: 'Overwrites files that exist.' },
  },
  async run(args, { print, tell }) {
    const [to, path, weightsPath] = [args.text('to'), args.text('output'), args.text('weights')]
    if (to === undefined || !Object.hasOwn(formats, to)) {
      throw new UsageError(`--to must be one of ${names}${to === undefined ? '' : `, not ${to}`}.`)
    }
    if (path === undefined) throw new UsageError('-o PATH is missing: the file to write.')
    const format = formats[to]!
    if (weightsPath !== undefined && !format.takesWeights) {
      throw new UsageError(`--weights goes with --to ${takers}: a ${to} file has no weights in it.`)
    }
    const plan = planOf(readDocument(args.positionals[0]!))
    const weights = weightsPath === undefined ? undefined : trainedWeights(plan, weightsPath)
    if (weights && weights.faults.length > 0) throw new InputError(weights.faults.join('\n'))
    const files = format.print(plan, path, weights)
    refuseToOverwrite(
      files.map(file => file.path),
      args.has('force'),
    )
    for (const note of weights?.notes ?? []) tell(note)
    for (const { path: at, content } of files) writeOutput(at, content)
    const written = files.map(file => file.path)
    print(args.isJson ? JSON.stringify({ written }) : written.map(each => `Wrote ${each}`).join('\n'))
    return 0
  },
}
