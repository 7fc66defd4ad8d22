import type { Command, Option } from './command.ts'

/** The help of the program: its commands. */
export const generalHelp = (commands: readonly Command[]): string =>
  [
    'hourglass COMMAND …',
    '',
    ...table(commands.map(({ usage, summary }) => [usage, summary])),
    '',
    'FILE is a document (.json) or the name of a template. Every command takes --json and --help.',
    'Exit codes: 0 all is well, 1 the graph or a file is wrong, 2 wrong usage. Nothing is overwritten without --force.',
  ].join('\n')

/** The help of one command: its options. */
export const commandHelp = ({ usage, summary, options, notes = [] }: Command): string =>
  [
    `hourglass ${usage}`,
    '',
    summary,
    '',
    ...table([
      ...Object.entries(options).map(([name, option]) => [flags(name, option), option.help] as const),
      json,
    ]),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ].join('\n')

const json = ['--json', 'Prints JSON for programs.'] as const

const flags = (name: string, { short, value }: Option): string =>
  `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`

/** Two columns, the first as wide as its longest cell, up to a limit beyond which the second starts on a line of its own. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(34, Math.max(...rows.map(([first]) => first.length)))
  return rows.map(([first, second]) =>
    first.length > width
      ? `  ${first}\n  ${' '.repeat(width)}  ${second}`
      : `  ${first.padEnd(width)}  ${second}`,
  )
}
