import { registry } from '../../nodes/index.ts'
import { readPrintedModel } from '../formats/pytorch/printed.ts'
import { saveDocument } from '../graph/save.ts'
import { parseShape, type Shape } from '../graph/shape.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import { readBytes, refuseToOverwrite, writeOutput } from './files.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE --input 1x28x28 [-o OUT]',
  summary: "Makes a model of the text that PyTorch's print(model) gives.",
  positionals: [1, 1],
  options: {
    input: { type: 'string', value: 'CxHxW', help: 'Size of one sample, channels first: 1x28x28.' },
    output: { type: 'string', short: 'o', value: 'OUT', help: 'The file to write; else standard output.' },
    force: { type: 'boolean', help: 'Overwrites a file that exists.' },
  },
  notes: ['What the text does not hold, and how it was taken, is said on standard error by line.'],
  async run(args, { print, tell }) {
    const [file, out] = [args.positionals[0]!, args.text('output')]
    const input = readInput(args)
    const result = readPrintedModel(new TextDecoder().decode(readBytes(file)), registry, input)
    if ('faults' in result) {
      throw new InputError(result.faults.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'))
    }
    if (out !== undefined) refuseToOverwrite([out], args.has('force'))
    for (const { line, message } of result.notes) tell(`${file}:${line}: ${message}`)
    const text = saveDocument(result.document, registry)
    if (out !== undefined) writeOutput(out, text)
    print(out === undefined || args.isJson ? text.trimEnd() : `Wrote ${out}`)
    return 0
  },
}

function readInput(args: Arguments): Shape {
  const text = args.text('input')
  if (text === undefined) {
    throw new UsageError('--input is missing: the size of one sample, such as 1x28x28.')
  }
  const shape = parseShape(text)
  if (!shape) throw new UsageError(`--input must be a size such as 1x28x28; got ${text}.`)
  return shape
}
