import type { NodeDefinition } from '../../graph/definition.ts'
import { quote } from '../../graph/fault.ts'
import { fillParams, type Param, type ParamValue, sameValue } from '../../graph/params.ts'
import { formatShape, type Shape, sizeOf } from '../../graph/shape.ts'
import { didYouMean } from '../../graph/suggest.ts'
import { keywordOf, keywordsOf, shownValue } from './keywords.ts'
import type { PrintedModule } from './syntax.ts'
import type { PrintedFault, PrintedNote, PrintedValue } from './values.ts'

/** A number of the text that a document does not hold, because the wire says it: `in_channels` must be what arrives. */
export interface Expectation {
  readonly keyword: string
  /** The axis of what arrives: 0, or −1 for the last. */
  readonly axis: number
  readonly value: number
}

/** One printed layer as a document has it. */
export interface ReadCall {
  readonly params: Readonly<Record<string, ParamValue>>
  readonly expectations: readonly Expectation[]
  readonly notes: readonly PrintedNote[]
  readonly faults: readonly PrintedFault[]
}

/** Whether a layer works in place changes no number; torch before 1.13 prints of ZeroPad2d that it pads with 0. */
const isIgnored = (keyword: string, value: PrintedValue): boolean =>
  keyword === 'inplace' || (keyword === 'value' && value === 0)

/** Reads the arguments of a printed layer by its definition. */
export function readCall(module: PrintedModule, definition: NodeDefinition): ReadCall {
  const { name: type, line } = module
  const { arriving = {}, required = [], repeating = {} } = definition.printed ?? {}
  const faults: PrintedFault[] = []
  const fault = (message: string) => faults.push({ line, message: `${type}: ${message}` })
  const given = argumentsOf(module, definition, fault)
  const params: Record<string, ParamValue> = {}
  const expectations: Expectation[] = []
  const schema = keywordsOf(definition)
  for (const [keyword, value] of given) {
    const known = schema.get(keyword)
    if (known) {
      const read = readValue(known.param, value)
      if ('expected' in read) fault(`${keyword} must be ${read.expected}; got ${shown(value)}.`)
      else if (required.includes(keyword) || !sameValue(read.value, known.param.default)) {
        params[known.name] = read.value
      }
    } else if (Object.hasOwn(arriving, keyword)) {
      if (typeof value === 'number') expectations.push({ keyword, axis: arriving[keyword]!, value })
      else fault(`${keyword} must be a number; got ${shown(value)}.`)
    } else if (!isIgnored(keyword, value)) {
      fault(`${keyword} is not one of its parameters${didYouMean(keyword, [...schema.keys()])}`)
    }
  }
  for (const keyword of required) {
    if (!given.has(keyword)) fault(`${keyword} is missing, which torch always prints.`)
  }
  for (const [keyword, other] of Object.entries(repeating)) {
    const [copy, original] = [keyword, other].map(each => schema.get(each)!.name)
    if (params[copy!] !== undefined && sameValue(params[copy!]!, params[original!] ?? null)) {
      delete params[copy!]
    }
  }
  return { params, expectations, faults, notes: notesOf(module, definition, params, given) }
}

function argumentsOf(
  { args, kwargs }: PrintedModule,
  definition: NodeDefinition,
  fault: (message: string) => void,
): Map<string, PrintedValue> {
  const order = definition.printed?.positional ?? Object.keys(definition.params).map(keywordOf)
  const given = new Map<string, PrintedValue>()
  args.forEach((value, i) => {
    const keyword = order[i]
    if (keyword === undefined)
      fault(
        `print(model) writes at most ${order.length} of its arguments without a name. Is it Python source?`,
      )
    else given.set(keyword, value)
  })
  for (const [keyword, value] of kwargs) {
    if (given.has(keyword)) fault(`${keyword} is given twice.`)
    given.set(keyword, value)
  }
  return given
}

/** Says which arguments torch leaves out of the text, where they make a difference. */
function notesOf(
  { name: type, line }: PrintedModule,
  definition: NodeDefinition,
  params: ReadCall['params'],
  given: ReadonlyMap<string, PrintedValue>,
): readonly PrintedNote[] {
  const schema = keywordsOf(definition)
  const unprinted = definition.printed?.unprinted?.(fillParams(definition.params, params)) ?? {}
  const absent = Object.entries(unprinted).flatMap(([keyword, matters]) =>
    matters && !given.has(keyword) ? [`${keyword}=${shownValue(schema.get(keyword)!.param.default)}`] : [],
  )
  if (absent.length === 0) return []
  const message = `${type}: printed text does not hold all of its arguments; taken at torch's defaults: ${absent.join(', ')}.`
  return [{ line, message }]
}

/** What is wrong with the size that arrives, in the words of the printed argument; undefined where it fits. */
export function unmetExpectation({ keyword, axis, value }: Expectation, arriving: Shape): string | undefined {
  const found = arriving.at(axis)
  if (found === value) return undefined
  const hint = isFlattened({ keyword, axis, value }, arriving)
    ? `; ${formatShape(arriving)} has ${value} values, so that a Flatten in forward() may be missing here, which printed text does not hold`
    : ''
  return `${keyword} is ${value}, and ${found ?? 'nothing'} arrives (${formatShape(arriving)})${hint}.`
}

/** True where all values of what arrives would fit, one behind the other. */
export const isFlattened = ({ axis, value }: Expectation, arriving: Shape): boolean =>
  axis === -1 && arriving.length > 1 && sizeOf(arriving) === value

/** The value as short as documents write it: `(3, 3)` is 3, and so are four equal sides of a padding. */
function readValue(
  param: Param,
  value: PrintedValue,
): { readonly value: ParamValue } | { readonly expected: string } {
  const length = param.control.kind === 'pair' ? 2 : param.control.kind === 'sizes' ? 4 : undefined
  if (isList(value) && value.length === length && value.every(item => item === value[0])) {
    const short = param.parse(value[0])
    if ('value' in short && typeof short.value === 'number') return short
  }
  return param.parse(value)
}

const isList = (value: PrintedValue): value is readonly PrintedValue[] => Array.isArray(value)

function shown(value: PrintedValue): string {
  return typeof value === 'object' && value !== null && 'raw' in value ? quote(value.raw) : quote(value)
}
