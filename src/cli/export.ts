import { basename, dirname, extname, join } from 'node:path'
import type { Plan } from '../compile/plan.ts'
import { writeSafetensors } from '../formats/safetensors.ts'
import { printSizeLadder } from '../formats/sizeLadder.ts'
import { printTypeScript } from '../formats/typescript.ts'
import { type Command, InputError, UsageError } from './command.ts'
import {
  type PlanWeights,
  planOf,
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

/** What `--to` may name: a plan, and its weights if there are any, as files at and beside a path. */
const formats: Readonly<
  Record<string, (plan: Plan, path: string, weights?: PlanWeights) => readonly Output[]>
> = {
  typescript(plan, path, weights) {
    if (!weights) return [{ path, content: printTypeScript(plan).text }]
    const weightsFile = `${basename(path, extname(path))}.safetensors`
    return [
      { path, content: printTypeScript(plan, { weightsFile }).text },
      {
        path: join(dirname(path), weightsFile),
        content: writeSafetensors(weights.weights, weights.metadata),
      },
    ]
  },
  svg: (plan, path) => [{ path, content: printSizeLadder(plan) }],
}

const names = Object.keys(formats).join(', ')

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
      help: 'Trained weights (.safetensors, PyTorch names and layout), written beside the code, which can load them.',
    },
    force: { type: 'boolean', help: 'Overwrites files that exist.' },
  },
  async run(args, { print, tell }) {
    const [to, path, weightsPath] = [args.text('to'), args.text('output'), args.text('weights')]
    if (to === undefined || !Object.hasOwn(formats, to)) {
      throw new UsageError(`--to must be one of ${names}${to === undefined ? '' : `, not ${to}`}.`)
    }
    if (path === undefined) throw new UsageError('-o PATH is missing: the file to write.')
    const plan = planOf(readDocument(args.positionals[0]!))
    const weights = weightsPath === undefined ? undefined : await readPlanWeights(plan, weightsPath)
    if (weights && weights.faults.length > 0) throw new InputError(weights.faults.join('\n'))
    const files = formats[to]!(plan, path, weights)
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
