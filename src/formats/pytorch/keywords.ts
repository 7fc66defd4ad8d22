import type { NodeDefinition } from '../../graph/definition.ts'
import type { Param, ParamValue } from '../../graph/params.ts'

/** The parameter of a definition that one of torch's keywords means. */
export interface Keyword {
  readonly name: string
  readonly param: Param
}

/** `outChannels` as torch writes it: `out_channels`. */
export const keywordOf = (name: string): string =>
  name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** The parameters of a layer by torch's keywords. */
export const keywordsOf = (definition: NodeDefinition): ReadonlyMap<string, Keyword> =>
  new Map(Object.entries(definition.params).map(([name, param]) => [keywordOf(name), { name, param }]))

/** How Python prints a value. `isReal`: numbers are floats there, with a point even where they are whole. */
export function shownValue(value: ParamValue, isReal = false, quoteMark = "'"): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return `${quoteMark}${value}${quoteMark}`
  if (typeof value === 'number') return isReal ? shownFloat(value) : String(value)
  const items = value.map(item => shownValue(item, isReal))
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`
}

/** As `repr` of a Python float: a point or an exponent of at least two digits. */
function shownFloat(value: number): string {
  const size = Math.abs(value)
  const isShort = size === 0 || (size >= 1e-4 && size < 1e16)
  const text = isShort ? String(value) : value.toExponential()
  if (isShort) return /[.e]/.test(text) ? text : `${text}.0`
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}
