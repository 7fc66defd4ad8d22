import { parseDims, usualDims } from '../formats/experiment/rows.ts'
import { type Arguments, type Option, UsageError } from './command.ts'

/** The option that `readDims` reads. */
export const dimsOption: Option = {
  type: 'string',
  value: 'D,D',
  help: `Code sizes; ${usualDims.join(',')} by default.`,
}

/** The code sizes behind `--dims`, for images of `most` values. @throws UsageError */
export function readDims(args: Arguments, most: number): readonly number[] {
  const text = args.text('dims') ?? usualDims.join(',')
  const dims = parseDims(text, most)
  if (dims) return dims
  throw new UsageError(
    `--dims must be whole numbers from 1 to ${most} with commas between them, such as 2,8,32; got ${text}.`,
  )
}
