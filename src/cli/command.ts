import type { Terminal } from './terminal.ts'

/** An option of a command, for the parser and for the help text. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands behind the option in the help text: "PATH". */
  readonly value?: string
  readonly help: string
}

/** What was written on the command line, checked against the command's options and arguments. */
export interface Arguments {
  readonly positionals: readonly string[]
  readonly isJson: boolean
  /** The text behind `--name`; undefined where it is absent. */
  text(name: string): string | undefined
  /** True where `--name` is there. */
  has(name: string): boolean
}

/** One command: `hourglass NAME …`. */
export interface Command {
  readonly name: string
  /** The line behind `hourglass` in the help: "shapes FILE". */
  readonly usage: string
  readonly summary: string
  /** How many arguments that are no options it takes, from and to. */
  readonly positionals: readonly [least: number, most: number]
  /** Its options; `--json` and `--help` are understood by every command. */
  readonly options: Readonly<Record<string, Option>>
  /** More lines for the help text. */
  readonly notes?: readonly string[]
  /** The exit code. @throws InputError, UsageError */
  run(args: Arguments, terminal: Terminal): Promise<number>
}

/** The graph or a file is wrong: exit code 1. Each line of the message is one fault. */
export class InputError extends Error {}

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {}
