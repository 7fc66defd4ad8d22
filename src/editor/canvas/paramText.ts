import type { Param, ParamValue } from '../../graph/params.ts'

/** What a text means as a value of the parameter: `3`, `3×5`, `same`, `1×28×28`; or what was expected. */
export function readValue(param: Param, text: string): { value: ParamValue } | { expected: string } {
  const trimmed = text.trim().replaceAll('−', '-')
  const { control } = param
  if (param.optional && /^(none|null)?$/i.test(trimmed)) return param.parse(null)
  const numbers =
    trimmed === ''
      ? []
      : trimmed
          .split(/\s*[x×,;]\s*|\s+/)
          .map(side => (param.optional && /^none$/i.test(side) ? null : Number(side)))
  const isNumeric = numbers.length > 0 && numbers.every(side => side === null || Number.isFinite(side))
  switch (control.kind) {
    case 'integer':
    case 'number':
      return param.parse(isNumeric && numbers.length === 1 ? numbers[0] : trimmed)
    case 'pair':
      return param.parse(!isNumeric ? trimmed.toLowerCase() : numbers.length === 1 ? numbers[0] : numbers)
    case 'sizes':
      return param.parse(isNumeric ? numbers : trimmed)
    case 'switch':
      return param.parse(
        /^(on|true)$/i.test(trimmed) ? true : /^(off|false)$/i.test(trimmed) ? false : trimmed,
      )
    case 'choice':
      return param.parse(trimmed)
  }
}

/** The value some steps further, kept within its bounds; undefined where it has no steps. */
export function stepValue(param: Param, value: ParamValue, steps: number): ParamValue | undefined {
  const { control } = param
  const within = (number: number, min: number, max: number) => Math.min(max, Math.max(min, number + steps))
  switch (control.kind) {
    case 'integer':
    case 'number':
      return typeof value === 'number' ? within(value, control.min, control.max) : undefined
    case 'pair':
    case 'sizes': {
      const step = (number: number) => within(number, control.min, control.max)
      if (typeof value === 'number') return step(value)
      return Array.isArray(value) ? value.map(side => (side === null ? null : step(side))) : undefined
    }
    case 'switch':
      return typeof value === 'boolean' && steps % 2 !== 0 ? !value : value
    case 'choice': {
      const at = control.options.indexOf(String(value))
      const count = control.options.length
      return at < 0 ? undefined : control.options[(((at + steps) % count) + count) % count]
    }
  }
}
