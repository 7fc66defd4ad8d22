import type { Param, ParamValue } from '../../graph/params.ts'

export type Read = { readonly value: ParamValue } | { readonly expected: string }

const isNumeral = (text: string): boolean => /^[-−+]?(\d+\.?\d*|\.\d+)(e[-−+]?\d+)?$/i.test(text)

const toNumber = (text: string): number => (isNumeral(text) ? Number(text.replaceAll('−', '-')) : Number.NaN)

/** A typed number, or "none" where the parameter has it, checked by the parameter. */
export const readNumber = (text: string, param: Param): Read =>
  param.parse(param.optional && /^\s*none\s*$/i.test(text) ? null : toNumber(text))

/** "1×28×28", "1x28x28", "1, 28, 28" or "1 28 28" as a list, checked by the parameter. */
export const readSizes = (text: string, param: Param): Read =>
  param.parse(
    text
      .replace(/^\s*[[(]|[\])]\s*$/g, '')
      .trim()
      .split(/\s*[x×,\s]\s*/)
      .map(toNumber),
  )

/** A list of sizes as it is typed: "1×28×28". */
export const formatSizes = (sizes: readonly number[]): string => sizes.join('×').replaceAll('-', '−')
