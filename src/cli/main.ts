import { parseArgs } from 'node:util'
import { didYouMean } from '../graph/suggest.ts'
import { checkCommand } from './check.ts'
import { type Arguments, type Command, InputError, UsageError } from './command.ts'
import { experimentCommand } from './experiment.ts'
import { exportCommand } from './export.ts'
import { commandHelp, generalHelp } from './help.ts'
import { importCommand } from './import.ts'
import { nodesCommand } from './nodes.ts'
import { pcaCommand } from './pca.ts'
import { runCommand } from './run.ts'
import { shapesCommand } from './shapes.ts'
import { templatesCommand } from './templates.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { trainCommand } from './train.ts'

const commands: readonly Command[] = [
  templatesCommand,
  nodesCommand,
  shapesCommand,
  checkCommand,
  importCommand,
  exportCommand,
  runCommand,
  trainCommand,
  pcaCommand,
  experimentCommand,
]

/** Runs `hourglass` with these arguments. The exit code: 0 all is well, 1 the graph or a file is wrong, 2 wrong usage. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.print(generalHelp(commands))
    return name === undefined ? 2 : 0
  }
  const command = commands.find(each => each.name === name)
  if (!command) {
    terminal.tell(`There is no command ${name}; there are ${commands.map(each => each.name).join(', ')}.`)
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(commandHelp(command))
    return 0
  }
  try {
    return await command.run(readArguments(command, rest), terminal)
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`${error.message}\nSee: hourglass ${command.name} --help`)
      return 2
    }
    if (error instanceof InputError) {
      terminal.tell(error.message)
      return 1
    }
    throw error
  }
}

/** @throws UsageError for unknown options, missing values, and too few or too many arguments. */
function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options = { json: { type: 'boolean' as const, help: '' }, ...command.options }
  const parsed = parse(argv, options)
  const [least, most] = command.positionals
  const given = parsed.positionals.length
  if (given < least) throw new UsageError(`hourglass ${command.usage}: FILE is missing.`)
  if (given > most) throw new UsageError(`${parsed.positionals[most]} is one argument too many.`)
  return {
    positionals: parsed.positionals,
    isJson: parsed.values.json === true,
    text: name => {
      const value = parsed.values[name]
      return typeof value === 'string' ? value : undefined
    },
    has: name => parsed.values[name] === true,
  }
}

function parse(argv: readonly string[], options: Command['options']) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    const name = /^Unknown option '-{1,2}([^']+)'/.exec((error as Error).message)?.[1]
    if (name === undefined) throw new UsageError((error as Error).message)
    throw new UsageError(`There is no option ${name}${didYouMean(name, Object.keys(options))}`)
  }
}
